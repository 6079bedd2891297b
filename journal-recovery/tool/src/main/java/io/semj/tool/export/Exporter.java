package io.semj.tool.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.semj.core.JournalClock;
import io.semj.core.JournalReader;
import io.semj.core.storage.JournalDirectory;
import io.semj.format.RecordFlyweight;
import io.semj.recovery.JsonText;
import io.semj.tool.DurableEnd;
import io.semj.tool.json.EventJsonWriter;
import io.semj.tool.look.SegmentFacts;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.PrivateKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Writes events and manifest. Events and segments are those that were there at the beginning. The
 * manifest comes last, so an export that has one is whole.
 */
final class Exporter {
  private static final int BUFFER = 256 << 10;
  private static final int BATCH = 1_024;

  private final JournalDirectory journal;
  private final ExportFiles files;
  private final List<SegmentFacts> segments;
  private final long last;
  private final DurableEnd end;
  private long count;
  private long firstExported;
  private long lastExported;

  Exporter(JournalDirectory journal, ExportFiles files) {
    this.journal = journal;
    this.files = files;
    this.end = DurableEnd.of(journal);
    this.segments = SegmentFacts.of(journal);
    this.last = segments.isEmpty() ? 0 : segments.get(segments.size() - 1).lastSequence();
  }

  /** Writes all files; the number of events. */
  long export(Optional<PrivateKey> key) {
    end.check(last, Long.MAX_VALUE);
    try {
      JsonText events = writeEvents();
      byte[] manifest = (manifest(events, key.isPresent()) + "\n").getBytes(UTF_8);
      if (key.isPresent()) {
        write(files.signature(), Keys.sign(key.get(), manifest));
      }
      write(files.manifest(), manifest);
      return count;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write export: directory=" + files.directory() + ", reason=" + e.getMessage(), e);
    }
  }

  private JsonText writeEvents() throws IOException {
    try (FileChannel channel = create(files.events());
        JournalReader reader = JournalReader.open(journal.path(), 1)) {
      Sha256Stream stream =
          new Sha256Stream(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER));
      EventJsonWriter writer = new EventJsonWriter(stream);
      while (reader.nextSequence() <= last
          && reader.poll(event -> write(writer, event), BATCH) > 0) {
        // more of it
      }
      end.check(reader.nextSequence() - 1, last);
      writer.flush();
      channel.force(true);
      return JsonText.object()
          .put("file", ExportFiles.EVENTS)
          .put("count", count)
          .put("first_sequence", firstExported)
          .put("last_sequence", lastExported)
          .put("bytes", stream.count())
          .put("sha256", stream.hex());
    }
  }

  private void write(EventJsonWriter writer, RecordFlyweight event) {
    long sequence = event.userspaceSequence();
    if (sequence > last) {
      return;
    }
    try {
      writer.write(event);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write export: directory=" + files.directory() + ", reason=" + e.getMessage(), e);
    }
    count++;
    firstExported = firstExported == 0 ? sequence : firstExported;
    lastExported = sequence;
  }

  private JsonText manifest(JsonText events, boolean signed) {
    JsonText list = JsonText.array();
    segments.forEach(segment -> list.add(describe(segment)));
    return JsonText.object()
        .put("format", ExportFiles.FORMAT)
        .put("journal_id", segments.isEmpty() ? null : segments.get(0).identity().journalId())
        .put("created_ns", JournalClock.system().epochNanos())
        .put("events", events)
        .put("segments", list)
        .put("signature", signed ? "Ed25519 in " + ExportFiles.SIGNATURE : null);
  }

  /** Of a segment that is not sealed, the head will change: its digest is that of the blocks. */
  private static JsonText describe(SegmentFacts segment) {
    long from = segment.sealed() ? 0 : segment.identity().dataOffset();
    Path file = segment.head().file().path();
    return JsonText.object()
        .put("file", segment.head().file().name())
        .put("generation", segment.identity().generation())
        .put("sealed", segment.sealed())
        .put("first_sequence", segment.identity().firstSequence())
        .put("last_sequence", segment.lastSequence())
        .put("events", segment.events())
        .put("digest_from", from)
        .put("digest_to", segment.usedBytes())
        .put("sha256", Sha256Stream.ofFile(file, from, segment.usedBytes()))
        .put("chain_anchor", hex(segment.identity().chainAnchor().toBytes()))
        .put("chain_digest", hex(segment.digest().toBytes()));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel = create(file)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }
}
