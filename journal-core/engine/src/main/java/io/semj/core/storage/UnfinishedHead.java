package io.semj.core.storage;

import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.error.ChecksumMismatchException;
import io.semj.error.CorruptionException;
import io.semj.error.StorageException;
import io.semj.format.SegmentDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Tells a head that a power cut left half written from one that was damaged later. Nothing was
 * acknowledged in a segment if and only if its head was never forced as a whole, and that is so
 * where the segment before it is not sealed, which happens later, or where nothing was written
 * behind the head: what opening begins has its head forced first.
 */
final class UnfinishedHead {
  private static final int CHUNK = 1 << 16;

  private UnfinishedHead() {}

  /**
   * Reads a head.
   *
   * @param file the segment
   * @param behindSealed whether there is no segment before it or that one is sealed
   * @return the head, or none when nothing was acknowledged in the segment
   * @throws StorageException when the head is damaged and something may have been
   */
  static Optional<SegmentHead> read(SegmentFile file, boolean behindSealed) {
    if (SegmentHead.isBlank(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(SegmentHead.read(file));
    } catch (ChecksumMismatchException | CorruptionException damaged) {
      if (behindSealed && !isAlone(file)) {
        throw damaged;
      }
      return Optional.empty();
    }
  }

  /** Whether nothing but zeros is behind the head. */
  private static boolean isAlone(SegmentFile file) {
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
    try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      long at = SegmentDescriptor.LENGTH;
      for (int read = channel.read(bytes, at); read > 0; read = channel.read(bytes, at)) {
        at += read;
        for (bytes.flip(); bytes.hasRemaining(); ) {
          if (bytes.get() != 0) {
            return false;
          }
        }
        bytes.clear();
      }
      return true;
    } catch (IOException e) {
      throw StorageErrors.translate(e, file.path(), "read segment");
    }
  }
}
