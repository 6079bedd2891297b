package io.semj.demo;

import io.semj.event.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/**
 * What the file system says about an entry, of the link itself where it is one.
 *
 * @param inode its number, 0 where the platform has none
 * @param fileType {@code st_mode & S_IFMT}
 * @param size in bytes
 */
record FileFacts(long inode, int fileType, long size) {
  static final int S_IFMT = 0xF000;
  static final int S_IFLNK = 0xA000;
  static final int S_IFREG = 0x8000;
  static final int S_IFDIR = 0x4000;

  static FileFacts of(Path path) throws IOException {
    try {
      Map<String, Object> unix =
          Files.readAttributes(path, "unix:ino,mode,size", LinkOption.NOFOLLOW_LINKS);
      return new FileFacts(
          ((Number) unix.get("ino")).longValue(),
          ((Number) unix.get("mode")).intValue() & S_IFMT,
          ((Number) unix.get("size")).longValue());
    } catch (UnsupportedOperationException | IllegalArgumentException notUnix) {
      BasicFileAttributes basic =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return new FileFacts(0, typeOf(basic), basic.size());
    }
  }

  private static int typeOf(BasicFileAttributes basic) {
    if (basic.isRegularFile()) {
      return S_IFREG;
    }
    if (basic.isDirectory()) {
      return S_IFDIR;
    }
    return basic.isSymbolicLink() ? S_IFLNK : 0;
  }

  EventType eventType() {
    return switch (fileType) {
      case S_IFDIR -> EventType.FILESYSTEM_MKDIR;
      case S_IFLNK -> EventType.FILESYSTEM_SYMLINK;
      default -> EventType.FILESYSTEM_CREATE;
    };
  }

  String metadata() {
    return "{\"size\":" + size + "}";
  }
}
