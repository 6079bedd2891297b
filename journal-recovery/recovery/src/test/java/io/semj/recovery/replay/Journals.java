package io.semj.recovery.replay;

import io.semj.core.JournalConfig;
import io.semj.core.SemanticJournal;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.format.BlockCompression;
import io.semj.format.BlockDescriptor;
import io.semj.format.SegmentDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;

/** Journals to be replayed, and ways to hurt them. */
final class Journals {
  static final long FIRST_TIME = 1_700_000_000_000_000_000L;
  static final int AGENTS = 7;

  private Journals() {}

  static JournalConfig config(Path directory) {
    return JournalConfig.builder(directory)
        .maxSegmentBytes(1 << 20)
        .compression(BlockCompression.NONE)
        .batchSize(50)
        .kernelCompatibility(false)
        .build();
  }

  /** Events of some agents in turn, a microsecond apart, with enough payload for many segments. */
  static void write(Path directory, int events) {
    byte[] payload = new byte[300];
    write(
        directory,
        events,
        (builder, i) ->
            builder
                .timestampNanos(FIRST_TIME + i * 1_000L)
                .agent("agent-" + i % AGENTS, "", 1)
                .payload(payload));
  }

  /** Events as a test wants them; the sequence of each is given. */
  static void write(Path directory, int events, BiConsumer<EventBuilder, Integer> content) {
    try (SemanticJournal journal = SemanticJournal.open(config(directory))) {
      EventBuilder builder = new EventBuilder(EventType.AGENT_DECISION);
      for (int i = 1; i <= events; i++) {
        builder.reset(EventType.AGENT_DECISION);
        content.accept(builder, i);
        journal.emitEvent(builder);
      }
    }
  }

  static List<Long> sequences(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  static List<Path> segments(Path directory) {
    return JournalDirectory.existing(directory).segments().stream().map(SegmentFile::path).toList();
  }

  /** A block as it lies in a segment without dropped events. */
  record Block(Path file, int position, int size, long firstSequence, int events) {
    long lastSequence() {
      return firstSequence + events - 1;
    }
  }

  static List<Block> blocks(Path segment) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(segment)).order(ByteOrder.LITTLE_ENDIAN);
    List<Block> blocks = new ArrayList<>();
    int at = SegmentDescriptor.LENGTH;
    while (at + Long.BYTES <= bytes.limit() && bytes.getLong(at) != 0) {
      int size = bytes.getInt(at + BlockDescriptor.BLOCK_SIZE_OFFSET);
      int trailer = at + size - BlockDescriptor.TRAILER_LENGTH;
      blocks.add(
          new Block(
              segment,
              at,
              size,
              bytes.getLong(trailer + BlockDescriptor.FIRST_SEQUENCE_OFFSET),
              bytes.getInt(at + BlockDescriptor.EVENT_COUNT_OFFSET)));
      at += size;
    }
    return blocks;
  }

  static void flip(Path file, int position) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[position] ^= 0x20;
    Files.write(file, bytes);
  }
}
