package io.semj.tool;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a verb reads from and prints to.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param color whether a person looks at the output, who may like colors
 */
public record Terminal(InputStream in, Output out, PrintStream err, boolean color) {
  /** The process's own streams. */
  static Terminal standard() {
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        new Output(new FileOutputStream(FileDescriptor.out)),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        wantsColor());
  }

  private static boolean wantsColor() {
    String term = System.getenv("TERM");
    return System.getenv("NO_COLOR") == null
        && term != null
        && !term.equals("dumb")
        && isTerminal();
  }

  /** Since JDK 22 there is a console even where there is no terminal, which it tells then. */
  private static boolean isTerminal() {
    Optional<Console> console = Optional.ofNullable(System.console());
    if (console.isEmpty()) {
      return false;
    }
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console.get());
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /**
   * Prints one line on standard error, whatever the text has in it.
   *
   * @param text of a message
   */
  public void complain(String text) {
    err.println("semj: " + oneLine(text));
    err.flush();
  }

  /**
   * A text without control characters.
   *
   * @param text any, null too
   * @return one line
   */
  public static String oneLine(String text) {
    StringBuilder line = new StringBuilder();
    String.valueOf(text)
        .codePoints()
        .forEach(
            point -> {
              if (point == '\n' || point == '\r' || point == '\t') {
                line.append(' ');
              } else if (Character.isISOControl(point)) {
                line.append(String.format(Locale.ROOT, "\\u%04x", point));
              } else {
                line.appendCodePoint(point);
              }
            });
    return line.toString();
  }
}
