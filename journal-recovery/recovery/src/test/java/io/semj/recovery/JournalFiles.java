package io.semj.recovery;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.core.JournalConfig;
import io.semj.core.JournalConfigBuilder;
import io.semj.core.SemanticJournal;
import io.semj.core.storage.JournalDirectory;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.format.BlockCompression;
import io.semj.format.BlockDescriptor;
import io.semj.format.SegmentDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Journals to be verified, and ways to hurt them. */
final class JournalFiles {
  static final long SEGMENT = 1 << 20;
  private static final int PAYLOAD = 300;

  private JournalFiles() {}

  static JournalConfigBuilder config(Path directory) {
    return JournalConfig.builder(directory)
        .maxSegmentBytes(SEGMENT)
        .compression(BlockCompression.NONE);
  }

  static void write(JournalConfig config, int events) {
    try (SemanticJournal journal = SemanticJournal.open(config)) {
      emit(journal, events);
    }
  }

  static void emit(SemanticJournal journal, int events) {
    EventBuilder builder = new EventBuilder(EventType.GRAPH_NODE_CREATE);
    for (int i = 0; i < events; i++) {
      journal.emitEvent(builder.reset(EventType.GRAPH_NODE_CREATE).payload(new byte[PAYLOAD]));
    }
  }

  static List<Path> segments(Path directory) {
    return JournalDirectory.existing(directory).segments().stream()
        .map(JournalDirectory.SegmentFile::path)
        .toList();
  }

  /** Where the blocks of a segment begin, and where the last one ends. */
  static List<Integer> blocks(Path segment) {
    ByteBuffer bytes = read(segment);
    List<Integer> positions = new ArrayList<>();
    int at = SegmentDescriptor.LENGTH;
    while (at + Long.BYTES <= bytes.limit() && bytes.getLong(at) != 0) {
      positions.add(at);
      at += bytes.getInt(at + BlockDescriptor.BLOCK_SIZE_OFFSET);
    }
    positions.add(at);
    return positions;
  }

  private static ByteBuffer read(Path file) {
    return ByteBuffer.wrap(bytes(file)).order(LITTLE_ENDIAN);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void flip(Path file, int position) {
    byte[] bytes = bytes(file);
    bytes[position] ^= 0x10;
    write(file, bytes);
  }

  static void zero(Path file, int from, int to) {
    byte[] bytes = bytes(file);
    Arrays.fill(bytes, from, to, (byte) 0);
    write(file, bytes);
  }

  static void truncate(Path file, int length) {
    write(file, Arrays.copyOf(bytes(file), length));
  }
}
