package io.semj.recovery.facts;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.core.storage.BlockSource;
import io.semj.format.BlockDescriptor;
import io.semj.format.BlockVerdict;
import io.semj.recovery.work.Interruption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Finds out the generation of a segment whose head is lost: its blocks repeat it. */
final class GenerationGuess {
  private static final int STEP = 1 << 20;

  private GenerationGuess() {}

  /**
   * The generation of the first block that is valid with the generation it tells itself.
   *
   * @param file the segment
   * @param from where the first block may begin
   * @return the generation, 0 when there is no such block
   */
  static long of(Path file, long from) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate(STEP).order(LITTLE_ENDIAN);
      for (long start = from; start < channel.size(); start += STEP) {
        fill(channel, bytes.clear(), start);
        for (int i = 0; i + Long.BYTES <= bytes.position(); i += BlockDescriptor.ALIGNMENT) {
          if (bytes.getInt(i) == BlockDescriptor.MAGIC) {
            long told = told(channel, start + i);
            if (told != 0 && isValid(file, told, start + i)) {
              return told;
            }
          }
        }
      }
    } catch (IOException unreadable) {
      Interruption.translate(unreadable);
      return 0;
    }
    return 0;
  }

  private static void fill(FileChannel channel, ByteBuffer bytes, long start) throws IOException {
    int read = 0;
    while (bytes.hasRemaining() && read >= 0) {
      read = channel.read(bytes, start + bytes.position());
    }
  }

  private static long told(FileChannel channel, long position) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(BlockDescriptor.HEADER_LENGTH).order(LITTLE_ENDIAN).limit(20);
    channel.read(bytes, position);
    long size = Integer.toUnsignedLong(bytes.getInt(BlockDescriptor.BLOCK_SIZE_OFFSET));
    ByteBuffer trailer = ByteBuffer.allocate(BlockDescriptor.TRAILER_LENGTH).order(LITTLE_ENDIAN);
    long at = position + size - BlockDescriptor.TRAILER_LENGTH;
    boolean whole =
        size % BlockDescriptor.ALIGNMENT == 0
            && at > position
            && channel.read(trailer, at) == BlockDescriptor.TRAILER_LENGTH
            && trailer.getInt(BlockDescriptor.TRAILER_MAGIC_OFFSET)
                == BlockDescriptor.TRAILER_MAGIC;
    return whole ? trailer.getLong(BlockDescriptor.GENERATION_OFFSET) : 0;
  }

  private static boolean isValid(Path file, long generation, long position) throws IOException {
    try (BlockSource source = new BlockSource(file, generation)) {
      return source.load(position) == BlockVerdict.VALID;
    }
  }
}
