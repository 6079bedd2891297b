package io.semj.tool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/** Runs the command on streams of a test's own. */
public final class ToolAccess {
  private ToolAccess() {}

  public static int run(InputStream in, OutputStream out, OutputStream err, String... arguments) {
    PrintStream errors = new PrintStream(err, true, UTF_8);
    return Semj.run(new Terminal(in, new Output(out), errors, false), arguments);
  }
}
