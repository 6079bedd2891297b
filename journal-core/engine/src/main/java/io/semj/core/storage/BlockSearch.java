package io.semj.core.storage;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.format.BlockDescriptor;
import io.semj.format.BlockVerdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Finds the next valid block behind damage: every block begins at a multiple of the alignment. */
public final class BlockSearch {
  /** No block was found. */
  public static final long NONE = -1;

  private static final int STEP = 1 << 20;

  private BlockSearch() {}

  /**
   * Searches a segment.
   *
   * @param file the segment
   * @param source of its blocks
   * @param from where to begin
   * @param to where to stop
   * @param afterBlock id of the last block before: one that is older is a copy in somebody's
   *     payload
   * @return the position of the first valid block at or behind {@code from}, or {@link #NONE}
   * @throws IOException when reading failed
   */
  public static long find(Path file, BlockSource source, long from, long to, long afterBlock)
      throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate(STEP).order(LITTLE_ENDIAN);
      long end = Math.min(to, channel.size());
      for (long at = from; at < end; at += STEP) {
        fill(channel, bytes, at);
        for (int i = 0; i + Long.BYTES <= bytes.limit(); i += BlockDescriptor.ALIGNMENT) {
          if (at + i < end
              && bytes.getInt(i) == BlockDescriptor.MAGIC
              && source.load(at + i) == BlockVerdict.VALID
              && source.block().blockId() > afterBlock) {
            return at + i;
          }
        }
      }
      return NONE;
    }
  }

  private static void fill(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
    bytes.clear();
    int read = 0;
    while (bytes.hasRemaining() && read >= 0) {
      read = channel.read(bytes, at + bytes.position());
    }
    bytes.flip();
  }
}
