package io.semj.recovery.strategy;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.semj.core.JournalConfig;
import io.semj.core.JournalConfigBuilder;
import io.semj.core.JournalReader;
import io.semj.core.SemanticJournal;
import io.semj.core.storage.JournalDirectory;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.event.SemanticEvent;
import io.semj.format.BlockCompression;
import io.semj.format.BlockDescriptor;
import io.semj.format.SegmentDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Journals to be recovered, and ways to hurt them. Event number n carries the text {@code event n}
 * in its payload, and n as its timestamp in seconds.
 */
public final class Journals {
  static final long SEGMENT = 1 << 20;
  private static final int PAYLOAD = 300;
  private static final long SECOND = 1_000_000_000L;

  private Journals() {}

  static JournalConfigBuilder config(Path directory) {
    return JournalConfig.builder(directory)
        .maxSegmentBytes(SEGMENT)
        .batchSize(50)
        .compression(BlockCompression.NONE);
  }

  /** A closed journal of so many events. */
  public static void write(Path directory, int events) {
    try (SemanticJournal journal = SemanticJournal.open(config(directory).build())) {
      emit(journal, events);
    }
  }

  /** Emits so many events, and waits until they are durable; many small blocks. */
  static void emit(SemanticJournal journal, int events) {
    EventBuilder builder = new EventBuilder(EventType.GRAPH_NODE_CREATE);
    long last = journal.status().lastEmittedSequence();
    for (int i = 0; i < events; i++) {
      long number = last + 1 + i;
      journal.emitEvent(event(builder, number));
      if (i % 40 == 39) {
        journal.awaitDurable(number, Duration.ofMinutes(1));
      }
    }
    journal.flush();
  }

  public static EventBuilder event(EventBuilder builder, long number) {
    byte[] payload = new byte[PAYLOAD];
    byte[] text = ("event " + number).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, payload, 0, text.length);
    return builder
        .reset(EventType.GRAPH_NODE_CREATE)
        .timestampNanos(number * SECOND)
        .payload(payload);
  }

  public static List<Path> segments(Path directory) {
    return JournalDirectory.existing(directory).segments().stream()
        .map(JournalDirectory.SegmentFile::path)
        .toList();
  }

  /** The segments that hold events. */
  public static List<Path> filledSegments(Path directory) {
    return segments(directory).stream().filter(s -> blocks(s).size() > 1).toList();
  }

  /** Where the blocks of a segment begin, and where the last one ends. */
  public static List<Integer> blocks(Path segment) {
    ByteBuffer bytes = ByteBuffer.wrap(bytes(segment)).order(LITTLE_ENDIAN);
    List<Integer> positions = new ArrayList<>();
    int at = SegmentDescriptor.LENGTH;
    while (at + Long.BYTES <= bytes.limit() && bytes.getInt(at) == BlockDescriptor.MAGIC) {
      positions.add(at);
      at += bytes.getInt(at + BlockDescriptor.BLOCK_SIZE_OFFSET);
    }
    positions.add(at);
    return positions;
  }

  /** The first and the last sequence of a block. */
  public static long[] sequences(Path segment, int block) {
    ByteBuffer bytes = ByteBuffer.wrap(bytes(segment)).order(LITTLE_ENDIAN);
    int at = blocks(segment).get(block);
    int size = bytes.getInt(at + BlockDescriptor.BLOCK_SIZE_OFFSET);
    int trailer = at + size - BlockDescriptor.TRAILER_LENGTH;
    long first = bytes.getLong(trailer + BlockDescriptor.FIRST_SEQUENCE_OFFSET);
    return new long[] {first, first + bytes.getInt(at + BlockDescriptor.EVENT_COUNT_OFFSET) - 1};
  }

  /** The sequences that a reader gives, each checked against its payload. */
  public static List<Long> read(Path directory) {
    List<Long> sequences = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      for (SemanticEvent event = reader.next(); event != null; event = reader.next()) {
        sequences.add(event.sequence());
        String text = new String(event.payload(), StandardCharsets.US_ASCII).trim();
        if (!text.equals("event " + event.sequence())) {
          throw new AssertionError(event.sequence() + " holds " + text);
        }
      }
    }
    return sequences;
  }

  public static List<Long> range(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  public static List<Long> without(List<Long> all, long first, long last) {
    return all.stream().filter(s -> s < first || s > last).toList();
  }

  /** Opens for writing, emits one more event, and closes. */
  static long emitOneMore(Path directory) {
    try (SemanticJournal journal = SemanticJournal.open(config(directory).build())) {
      long next = journal.status().lastEmittedSequence() + 1;
      long sequence = journal.emitEvent(event(new EventBuilder(EventType.GRAPH_NODE_CREATE), next));
      journal.flush();
      return sequence;
    }
  }

  public static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void flip(Path file, long position) {
    try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, position);
      one.put(0, (byte) (one.get(0) ^ 0x55));
      channel.write(one.rewind(), position);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void overwrite(Path file, long position, byte[] bytes) {
    try (FileChannel channel = FileChannel.open(file, WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), position);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void truncate(Path file, long size) {
    try (FileChannel channel = FileChannel.open(file, WRITE)) {
      channel.truncate(size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All files with their content, lock files aside. */
  static Map<String, ByteBuffer> contents(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      Map<String, ByteBuffer> contents = new TreeMap<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.toString().endsWith(".lock")) {
          contents.put(directory.relativize(file).toString(), ByteBuffer.wrap(bytes(file)));
        }
      }
      return contents;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of a running journal, as a crash would leave them. */
  public static void crash(Path directory, Path image, int events) {
    try (SemanticJournal journal = SemanticJournal.open(config(directory).build())) {
      emit(journal, events);
      copy(directory, image);
    }
  }
}
