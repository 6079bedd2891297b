package io.semj.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/**
 * Tells whether a directory can have changed since it was listed, by its time of change. That is
 * trusted only once it is well past, since two changes may bear the same time. One thread.
 */
final class DirectoryStamp {
  private static final long TRUSTED_AFTER_MILLIS = TimeUnit.SECONDS.toMillis(3);

  private final Path directory;
  private FileTime changed;

  DirectoryStamp(Path directory) {
    this.directory = directory;
  }

  /** Whether the directory is as it was listed. */
  boolean isCurrent() throws IOException {
    return changed != null && changed.equals(Files.getLastModifiedTime(directory));
  }

  /** To be called before the directory is listed. */
  void beforeListing() throws IOException {
    FileTime now = Files.getLastModifiedTime(directory);
    boolean isPast = System.currentTimeMillis() - now.toMillis() > TRUSTED_AFTER_MILLIS;
    changed = isPast ? now : null;
  }

  /** The listing was not made use of. */
  void clear() {
    changed = null;
  }
}
