package io.semj.suite.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Puts files on the device for subjects that leave that to the operating system. */
public final class FileForcing {
  private static final int TRIES = 100;

  private FileForcing() {}

  /**
   * Forces every file below a directory; begins again when one was renamed or deleted meanwhile.
   *
   * @param directory to look in
   * @throws IOException when one cannot be forced
   */
  public static void forceAll(Path directory) throws IOException {
    for (int left = TRIES; left > 0; left--) {
      try {
        forceEach(directory);
        return;
      } catch (NoSuchFileException | UncheckedIOException renamed) {
        if (left == 1) {
          throw new IOException("files change all the time: directory=" + directory, renamed);
        }
      }
    }
  }

  private static void forceEach(Path directory) throws IOException {
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
