package io.semj.core.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The list of what is in the quarantine: one line of JSON per file, appended and forced before the
 * file is taken away from where it was. An entry whose file is not there tells of a step that was
 * cut short; of entries for the same file the last one counts.
 */
public final class QuarantineManifest {
  /** The manifest's name in the quarantine. */
  public static final String FILE = "MANIFEST";

  private QuarantineManifest() {}

  /**
   * One file in the quarantine.
   *
   * @param timeNanos when it was set aside, since 1970
   * @param reason why, in words
   * @param file its name in the quarantine
   * @param original the name of the file it is, or is a part of
   * @param position where its bytes stood in that file
   * @param length of its bytes
   * @param firstSequence of the events it may hold, 0 when that is not known
   * @param lastSequence of the events it may hold, 0 when that is not known
   * @param sha256 of its bytes, in hexadecimal digits
   */
  public record Entry(
      long timeNanos,
      String reason,
      String file,
      String original,
      long position,
      long length,
      long firstSequence,
      long lastSequence,
      String sha256) {
    /**
     * The entry as a line of the manifest.
     *
     * @return one JSON object without a line end
     */
    public String toJson() {
      Instant time = Instant.ofEpochSecond(0, timeNanos);
      return String.format(
          Locale.ROOT,
          "{\"time\":\"%s\",\"reason\":%s,\"file\":%s,\"original\":%s,\"position\":%d,"
              + "\"length\":%d,\"first_sequence\":%d,\"last_sequence\":%d,\"sha256\":\"%s\"}",
          time,
          quoted(reason),
          quoted(file),
          quoted(original),
          position,
          length,
          firstSequence,
          lastSequence,
          sha256);
    }

    private static String quoted(String text) {
      StringBuilder quoted = new StringBuilder("\"");
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '"' || c == '\\') {
          quoted.append('\\').append(c);
        } else if (c < ' ') {
          quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        } else {
          quoted.append(c);
        }
      }
      return quoted.append('"').toString();
    }
  }

  /**
   * Appends an entry, and forces it.
   *
   * @param directory of the journal
   * @param entry what is, or is about to be, in the quarantine
   * @throws IOException when that failed
   */
  public static void append(JournalDirectory directory, Entry entry) throws IOException {
    Path quarantine = Files.createDirectories(directory.resolve(JournalDirectory.QUARANTINE));
    try (FileChannel channel = FileChannel.open(quarantine.resolve(FILE), CREATE, READ, WRITE)) {
      long end = channel.size();
      // A line that a crash left half written must not swallow this one.
      String line = (endsInside(channel, end) ? "\n" : "") + entry.toJson() + "\n";
      BlockFile.writeFully(channel, ByteBuffer.wrap(line.getBytes(UTF_8)), end);
      channel.force(true);
    }
    try (FileChannel names = FileChannel.open(quarantine, READ)) {
      names.force(true);
    }
  }

  private static boolean endsInside(FileChannel channel, long end) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n';
  }

  /**
   * The manifest's lines, oldest first. What is no entry any more, since it is damaged or was cut
   * short, is passed over.
   *
   * @param directory of the journal
   * @return one JSON object each; none when nothing was ever set aside
   * @throws IOException when the manifest cannot be read
   */
  public static List<String> lines(JournalDirectory directory) throws IOException {
    Path file = directory.resolve(JournalDirectory.QUARANTINE).resolve(FILE);
    return Files.exists(file)
        ? new String(Files.readAllBytes(file), UTF_8) // bytes that are no text do not end it
            .lines()
            .filter(line -> line.startsWith("{\"time\"") && line.endsWith("}"))
            .toList()
        : List.of();
  }
}
