package io.semj.suite.subject;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Puts files on the device for subjects that leave that to the operating system. */
public final class FileForcing {
  private FileForcing() {}

  /**
   * Forces every file below a directory.
   *
   * @param directory to look in
   * @throws IOException when one cannot be forced
   */
  public static void forceAll(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(false);
      }
    }
  }
}
