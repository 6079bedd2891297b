package io.semj.event;

import static java.util.Objects.requireNonNull;

/**
 * What an event says about a file. Numbers are unsigned.
 *
 * @param path the path, empty if not set
 * @param inodeNumber the inode, 0 if not set
 * @param fileType {@code st_mode & S_IFMT}, 0 if not set
 */
public record FilesystemContext(String path, long inodeNumber, int fileType) {
  /** Refuses null texts. */
  public FilesystemContext {
    requireNonNull(path, "path");
  }
}
