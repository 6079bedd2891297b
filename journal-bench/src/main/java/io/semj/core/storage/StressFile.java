package io.semj.core.storage;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.semj.checksum.BlockChain;
import io.semj.checksum.KernelCrc32;
import io.semj.event.EventType;
import io.semj.event.SemanticEvent;
import io.semj.format.BlockCodecs;
import io.semj.format.BlockCompression;
import io.semj.format.BlockEncoder;
import io.semj.format.BlockInfo;
import io.semj.format.BlockVerdict;
import io.semj.format.RecordDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** One file for all states of a stress test, and a place of its own in it for each. */
final class StressFile {
  static final int LENGTH = 32 << 20;

  private static final int PLACE = 1 << 10;
  private static final long GENERATION = 1;
  private static final int PLACES = LENGTH / PLACE;
  private static final int READERS = 8;
  private static final int PAYLOAD = 300;

  private final FileChannel channel;
  private final Queue<BlockSource> sources = new ConcurrentLinkedQueue<>();
  private final ByteBuffer block;
  private final int blockSize;
  private final AtomicLong next = new AtomicLong();

  private StressFile(Path path, FileChannel channel) throws IOException {
    this.channel = channel;
    for (int i = 0; i < READERS; i++) {
      sources.add(new BlockSource(path, GENERATION));
    }
    byte[] record = record();
    ByteBuffer records = ByteBuffer.allocateDirect(record.length).order(LITTLE_ENDIAN);
    records.put(0, record);
    BlockEncoder encoder =
        new BlockEncoder(
            BlockCodecs.create(BlockCompression.NONE),
            Integer.MAX_VALUE,
            new BlockChain(new byte[32]));
    block = ByteBuffer.allocateDirect(encoder.maxBlockSize(record.length)).order(LITTLE_ENDIAN);
    BlockInfo info =
        new BlockInfo().blockId(1).generation(GENERATION).firstSequence(1).eventCount(1);
    blockSize = encoder.encode(info, records, record.length, 0, block);
  }

  static StressFile open() {
    try {
      Path path = Files.createTempFile("semj", ".stress");
      StressFile file = new StressFile(path, FileChannel.open(path, READ, WRITE));
      Files.delete(path); // it lives on as long as it is open
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] record() {
    SemanticEvent event =
        SemanticEvent.builder(EventType.FILESYSTEM_WRITE).payload(new byte[PAYLOAD]).build();
    byte[] record = new byte[event.encode()];
    event.image().getBytes(0, record);
    int checksum = KernelCrc32.of(record, 0, record.length);
    ByteBuffer.wrap(record).order(LITTLE_ENDIAN).putInt(RecordDescriptor.CHECKSUM_OFFSET, checksum);
    return record;
  }

  /** A position at which nothing is. */
  long place() {
    long place = (next.getAndIncrement() % PLACES) * PLACE;
    try {
      BlockFile.writeFully(channel, ByteBuffer.allocate(PLACE), place);
      return place;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  FileChannel channel() {
    return channel;
  }

  /** The block, in a buffer of the caller's own. */
  ByteBuffer block() {
    return block.slice(0, blockSize).order(LITTLE_ENDIAN);
  }

  /** What a reader finds there: 0 for nothing, 1 for a whole block, 2 for anything else. */
  int look(long place) {
    try {
      BlockSource source = sources.remove();
      BlockVerdict verdict = source.load(place);
      sources.add(source);
      return switch (verdict) {
        case END_OF_LOG -> 0;
        case VALID -> 1;
        default -> 2;
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
