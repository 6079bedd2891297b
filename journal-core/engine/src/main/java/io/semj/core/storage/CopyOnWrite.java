package io.semj.core.storage;

import io.semj.core.SegmentIo;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Knows the file systems that write every change to a new place. There a page that was reserved
 * needs space once more when it is stored into, so that a full disk is met as a SIGBUS in the
 * middle of a block and not as an exception at the reservation: mapping is not safe on them.
 */
public final class CopyOnWrite {
  private static final Set<String> TYPES = Set.of("btrfs", "zfs", "bcachefs", "nilfs2");

  private CopyOnWrite() {}

  /**
   * The way to write that is safe in a directory.
   *
   * @param directory that exists
   * @param wanted way to write
   * @return {@link SegmentIo#CHANNEL} where mapping is not safe, else what is wanted
   */
  public static SegmentIo safeIo(Path directory, SegmentIo wanted) {
    try {
      FileStore store = Files.getFileStore(directory);
      return isCopyOnWrite(store.type()) ? SegmentIo.CHANNEL : wanted;
    } catch (IOException | UnsupportedOperationException e) {
      return wanted; // a file system that does not tell what it is
    }
  }

  static boolean isCopyOnWrite(String type) {
    return TYPES.contains(type.toLowerCase(Locale.ROOT));
  }
}
