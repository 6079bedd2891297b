package io.semj.index;

/**
 * Takes a tag text apart into its words: what stands between quotes, commas, semicolons, colons,
 * brackets, braces, blanks and the ends, be the text JSON or a plain list.
 */
public final class TagScanner {
  private TagScanner() {}

  /** Takes one word. */
  @FunctionalInterface
  public interface WordHandler {
    /**
     * One word.
     *
     * @param from offset of its first byte
     * @param to offset behind its last byte
     */
    void onWord(int from, int to);
  }

  /**
   * Gives all words, in order.
   *
   * @param utf8 the text
   * @param length in bytes, from the beginning
   * @param handler takes the words
   */
  public static void scan(byte[] utf8, int length, WordHandler handler) {
    int from = 0;
    for (int i = 0; i <= length; i++) {
      if (i == length || separates(utf8[i])) {
        if (i > from) {
          handler.onWord(from, i);
        }
        from = i + 1;
      }
    }
  }

  private static boolean separates(byte b) {
    return switch (b) {
      case '"', ',', ';', ' ', '[', ']', '{', '}', ':', '\t', '\n', '\r' -> true;
      default -> false;
    };
  }
}
