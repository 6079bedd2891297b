package io.semj.suite.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How much of the disk a directory takes: what is allocated, so holes do not count. */
final class DiskUse {
  private DiskUse() {}

  static long of(Path directory) throws IOException {
    Process du;
    try {
      du = new ProcessBuilder("du", "-s", "-B1", directory.toString()).start();
    } catch (IOException noSuchCommand) {
      return lengths(directory);
    }
    String answer = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int digits = 0;
    while (digits < answer.length() && Character.isDigit(answer.charAt(digits))) {
      digits++;
    }
    return digits == 0 ? lengths(directory) : Long.parseLong(answer.substring(0, digits));
  }

  private static long lengths(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      long bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }
}
