package io.semj.tool.dump;

import io.semj.tool.Output;
import io.semj.tool.Terminal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Prints bytes with where they stand and what they are. */
final class HexPrinter {
  private static final int PER_LINE = 16;
  private static final int MOST_BYTES = 256;
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  private final Output out;

  HexPrinter(Output out) {
    this.out = out;
  }

  void title(String text) {
    out.line("");
    out.line(Terminal.oneLine(text));
  }

  /** Prints a structure, field by field. */
  void fields(long position, byte[] structure, List<ByteField> fields) {
    for (ByteField field : fields) {
      if (field.offset() + field.length() > structure.length) {
        out.format("%012x  (the file ends)", position + structure.length);
        return;
      }
      bytes(
          position + field.offset(),
          Arrays.copyOfRange(structure, field.offset(), field.offset() + field.length()),
          field.name() + " " + field.describe(structure));
    }
  }

  /** Prints bytes, what they are beside the first line. */
  void bytes(long position, byte[] bytes, String what) {
    int shown = Math.min(bytes.length, MOST_BYTES);
    for (int at = 0; at < shown; at += PER_LINE) {
      int end = Math.min(shown, at + PER_LINE);
      line(position + at, HEX.formatHex(bytes, at, end), at == 0 ? what : "");
    }
    if (shown < bytes.length) {
      out.format("%012x  ... %,d bytes more", position + shown, bytes.length - shown);
    }
  }

  /** Prints bytes with their letters. */
  void text(long position, byte[] bytes) {
    int shown = Math.min(bytes.length, MOST_BYTES);
    for (int at = 0; at < shown; at += PER_LINE) {
      byte[] part = Arrays.copyOfRange(bytes, at, Math.min(shown, at + PER_LINE));
      line(position + at, HEX.formatHex(part), "|" + letters(part) + "|");
    }
    if (shown < bytes.length) {
      out.format("%012x  ... %,d bytes more", position + shown, bytes.length - shown);
    }
  }

  private void line(long position, String hex, String what) {
    String line =
        String.format(Locale.ROOT, "%012x  %-47s  %s", position, hex, Terminal.oneLine(what));
    out.line(line.stripTrailing());
  }

  private static String letters(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".");
  }
}
