package io.semj.core.ring;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.semj.core.ring.RingOwner.DirectoryKey;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether the directory that a ring was made for was deleted, as far as that can be told from
 * outside. It counts as deleted if and only if (1) nothing is at its path, (2) the root, and the
 * nearest directory above it that is there, are the same as they were, (3) everything from there
 * down to it was on one file system, on which the directory above that one is too, so that nothing
 * of it was a mount that may be missing now; or that one is a {@code tmpfs}, which ends when it is
 * unmounted, and (4) what is missing first was not merely renamed: nothing in the directory that is
 * there is what it was. What cannot be told is not gone.
 */
final class GoneDirectory {
  /** A directory with more entries is not searched for a renamed one. */
  private static final int MOST_ENTRIES = 4_096;

  private GoneDirectory() {}

  /** Whether the owner's directory was deleted. */
  static boolean isGone(RingOwner owner) {
    List<DirectoryKey> keys = owner.keys();
    int level = 0;
    Path above = owner.directory();
    while (above != null && Files.notExists(above, NOFOLLOW_LINKS)) {
      above = above.getParent();
      level++;
    }
    if (level == 0 || above == null || level + 1 >= keys.size()) {
      return false;
    }
    try {
      return DirectoryKey.of(owner.directory().getRoot()).equals(keys.get(keys.size() - 1))
          && DirectoryKey.of(above).equals(keys.get(level))
          && isOneFileSystem(keys.subList(0, level + 1))
          && cannotBeMissing(above, keys.get(level), keys.get(level + 1))
          && !holds(above, keys.get(level - 1));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isOneFileSystem(List<DirectoryKey> keys) {
    return keys.stream().allMatch(key -> key.device() == keys.get(0).device());
  }

  /** Whether the file system of a directory cannot be another one, mounted in the place of it. */
  private static boolean cannotBeMissing(Path path, DirectoryKey key, DirectoryKey above)
      throws IOException {
    return above.device() == key.device() || Files.getFileStore(path).type().equals("tmpfs");
  }

  /** Whether something in a directory has this key; also true when there is too much to look at. */
  private static boolean holds(Path directory, DirectoryKey key) throws IOException {
    int entries = 0;
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      for (Path entry : stream) {
        entries++;
        if (entries > MOST_ENTRIES || DirectoryKey.of(entry).equals(key)) {
          return true;
        }
      }
      return false;
    }
  }
}
