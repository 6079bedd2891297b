package io.semj.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * Tells a file from what it becomes when somebody writes to it, cuts it short or puts another in
 * its place.
 *
 * @param modified when it was last written to
 * @param size in bytes
 * @param key of the file, whatever its name; null where the file system has none
 */
record FileStamp(FileTime modified, long size, Object key) {
  static FileStamp of(Path file) throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    return new FileStamp(now.lastModifiedTime(), now.size(), now.fileKey());
  }
}
