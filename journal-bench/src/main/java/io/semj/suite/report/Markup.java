package io.semj.suite.report;

import java.util.Locale;

/** Pieces of markup. */
final class Markup {
  private Markup() {}

  /** Text that is nothing but text, wherever it stands. */
  static String text(String plain) {
    return plain
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** A coordinate. */
  static String at(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  static String element(String name, String content) {
    return "<" + name + ">" + content + "</" + name + ">";
  }
}
