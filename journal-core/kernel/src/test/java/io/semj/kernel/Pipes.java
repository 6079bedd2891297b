package io.semj.kernel;

import io.semj.core.fixture.Command;
import java.nio.file.Path;

/** Named pipes, which stand in for devices. */
final class Pipes {
  private Pipes() {}

  static Path make(Path path) {
    Command.require("mkfifo", path.toString());
    return path;
  }
}
