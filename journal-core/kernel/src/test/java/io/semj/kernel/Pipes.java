package io.semj.kernel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;

/** Named pipes, which stand in for devices. */
final class Pipes {
  private Pipes() {}

  static Path make(Path path) throws InterruptedException {
    try {
      int exit = new ProcessBuilder("mkfifo", path.toString()).start().waitFor();
      assumeTrue(exit == 0, "mkfifo failed, the test of a device is skipped");
    } catch (IOException e) {
      assumeTrue(false, "there is no mkfifo, the test of a device is skipped: " + e);
    }
    return path;
  }
}
