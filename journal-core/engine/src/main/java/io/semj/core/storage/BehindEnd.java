package io.semj.core.storage;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.format.BlockDescriptor;
import io.semj.format.BlockVerdict;
import io.semj.format.SegmentIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What lies behind a place in a segment where no block begins.
 *
 * @param lastUsedByte the position behind the last byte that is not zero, at least the place
 * @param durableSequence up to where events were acknowledged when the last valid block behind the
 *     place was written; 0 when there is none
 */
record BehindEnd(long lastUsedByte, long durableSequence) {
  private static final int STEP = 1 << 20;

  /** Looks at all there is, up to the end of the file. */
  static BehindEnd of(Path file, long generation, long position) throws IOException {
    BehindEnd found = new BehindEnd(position, 0);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        BlockSource source = new BlockSource(file, generation)) {
      ByteBuffer bytes = ByteBuffer.allocate(STEP).order(LITTLE_ENDIAN);
      long size = channel.size();
      for (long at = position; at < size; at += STEP) {
        read(channel, at, bytes);
        int used = usedLength(bytes);
        if (used > 0) {
          long durable = Math.max(found.durableSequence, durable(bytes, used, at, source));
          found = new BehindEnd(at + used, durable);
        }
      }
    }
    return found;
  }

  /**
   * Up to where a segment says that events were acknowledged: by its seal, which is written behind
   * a force only, or by its blocks.
   */
  static long acknowledgedIn(SegmentHead head) throws IOException {
    Optional<JournalPosition> sealed = head.continuation();
    SegmentIdentity identity = head.identity();
    return sealed.isPresent()
        ? sealed.get().sequence()
        : of(head.file().path(), identity.generation(), identity.dataOffset()).durableSequence();
  }

  private static void read(FileChannel channel, long position, ByteBuffer bytes)
      throws IOException {
    bytes.clear();
    int read = 0;
    while (bytes.hasRemaining() && read >= 0) {
      read = channel.read(bytes, position + bytes.position());
    }
    bytes.flip();
  }

  private static int usedLength(ByteBuffer bytes) {
    int used = bytes.limit();
    while (used > 0 && bytes.get(used - 1) == 0) {
      used--;
    }
    return used;
  }

  private static long durable(ByteBuffer bytes, int used, long start, BlockSource source)
      throws IOException {
    long durable = 0;
    for (int i = 0; i < used && i + Long.BYTES <= bytes.limit(); i += BlockDescriptor.ALIGNMENT) {
      if (bytes.getInt(i) == BlockDescriptor.MAGIC
          && source.load(start + i) == BlockVerdict.VALID) {
        durable = Math.max(durable, source.block().durableSequence());
      }
    }
    return durable;
  }
}
