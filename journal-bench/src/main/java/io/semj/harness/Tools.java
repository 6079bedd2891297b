package io.semj.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Runs commands of the operating system. */
final class Tools {
  private Tools() {}

  /** Runs a command that must work on any machine that can run the harness. */
  static void need(String... command) {
    String failure = failureOf(command);
    if (failure != null) {
      throw new Unavailable(failure);
    }
  }

  /** Runs a command; why it failed, or null. */
  static String failureOf(String... command) {
    String line = String.join(" ", command);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      process.onExit().join();
      return process.exitValue() == 0 ? null : line + ": " + output;
    } catch (IOException e) {
      return line + ": " + new UncheckedIOException(e).getMessage();
    }
  }
}
