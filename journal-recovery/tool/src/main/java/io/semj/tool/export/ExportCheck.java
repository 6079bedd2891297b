package io.semj.tool.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.error.SerializationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds an export, and the journal it came from, against its manifest. */
final class ExportCheck {
  private final ExportFiles files;
  private final List<String> good = new ArrayList<>();
  private final List<String> bad = new ArrayList<>();

  ExportCheck(ExportFiles files) {
    this.files = files;
  }

  /** What holds, in words. */
  List<String> good() {
    return good;
  }

  /** What does not, in words. */
  List<String> bad() {
    return bad;
  }

  void check(Optional<PublicKey> key, Optional<Path> journal) {
    try {
      byte[] manifest = Files.readAllBytes(files.manifest());
      key.ifPresent(k -> checkSignature(k, manifest));
      Manifest parsed = parse(manifest);
      checkEvents(parsed.events);
      for (Map<String, String> segment : parsed.segments) {
        journal.ifPresent(directory -> checkSegment(directory, segment));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read export: directory=" + files.directory() + ", reason=" + e.getMessage(), e);
    }
  }

  private void checkSignature(PublicKey key, byte[] manifest) {
    try {
      boolean holds =
          Files.exists(files.signature())
              && Keys.verify(key, manifest, Files.readAllBytes(files.signature()));
      tell(holds, "signature of " + ExportFiles.MANIFEST);
    } catch (IOException e) {
      bad.add("signature cannot be read: " + e.getMessage());
    }
  }

  private void checkEvents(Map<String, String> events) {
    boolean holds =
        Files.exists(files.events())
            && Sha256Stream.ofFile(files.events(), 0, Long.MAX_VALUE).equals(events.get("sha256"));
    tell(holds, ExportFiles.EVENTS + ", " + events.get("count") + " events");
  }

  private void checkSegment(Path journal, Map<String, String> segment) {
    String name = segment.getOrDefault("file", "");
    Optional<Path> file =
        JournalDirectory.existing(journal).segments().stream()
            .map(SegmentFile::path)
            .filter(path -> path.getFileName().toString().equals(name))
            .findAny();
    if (file.isEmpty()) {
      bad.add("segment " + name + " is not there any more");
      return;
    }
    try {
      long from = Long.parseUnsignedLong(segment.getOrDefault("digest_from", ""));
      long to = Long.parseUnsignedLong(segment.getOrDefault("digest_to", ""));
      tell(
          Sha256Stream.ofFile(file.get(), from, to).equals(segment.get("sha256")),
          "segment " + name);
    } catch (NumberFormatException e) {
      bad.add("segment " + name + " has no digest in the manifest");
    }
  }

  private void tell(boolean holds, String what) {
    (holds ? good : bad).add(what + (holds ? "" : " is not what the manifest says"));
  }

  /** What is looked at of a manifest. */
  private static final class Manifest {
    private final Map<String, String> events = new HashMap<>();
    private final List<Map<String, String>> segments = new ArrayList<>();
  }

  private Manifest parse(byte[] bytes) {
    Manifest manifest = new Manifest();
    String format = null;
    try (JsonParser json = JsonFactory.builder().build().createParser(bytes)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "format" -> format = json.getText();
          case "events" -> readObject(json, manifest.events);
          case "segments" -> {
            while (json.nextToken() == JsonToken.START_OBJECT) {
              Map<String, String> segment = new HashMap<>();
              readObject(json, segment);
              manifest.segments.add(segment);
            }
          }
          default -> json.skipChildren();
        }
      }
    } catch (IOException e) {
      throw new SerializationException("manifest is no JSON: file=" + files.manifest(), e);
    }
    if (!ExportFiles.FORMAT.equals(format)) {
      throw new SerializationException(
          "manifest has another format: file="
              + files.manifest()
              + ", expected="
              + ExportFiles.FORMAT
              + ", actual="
              + format);
    }
    return manifest;
  }

  private static void readObject(JsonParser json, Map<String, String> into) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      into.put(name, json.getText());
      json.skipChildren();
    }
  }
}
