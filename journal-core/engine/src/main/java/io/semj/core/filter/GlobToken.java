package io.semj.core.filter;

/** One element of a pattern. Immutable. */
final class GlobToken {
  static final GlobToken STAR = new GlobToken(Kind.STAR, 0, new int[0], false);
  static final GlobToken DOUBLE_STAR = new GlobToken(Kind.DOUBLE_STAR, 0, new int[0], false);
  static final GlobToken ANY = new GlobToken(Kind.ANY, 0, new int[0], false);

  private enum Kind {
    LITERAL,
    ANY,
    CLASS,
    STAR,
    DOUBLE_STAR
  }

  private final Kind kind;
  private final int literal;

  /** Pairs of a first and a last character. */
  private final int[] ranges;

  private final boolean negated;

  private GlobToken(Kind kind, int literal, int[] ranges, boolean negated) {
    this.kind = kind;
    this.literal = literal;
    this.ranges = ranges;
    this.negated = negated;
  }

  static GlobToken literal(int point) {
    return new GlobToken(Kind.LITERAL, point, new int[0], false);
  }

  static GlobToken oneOf(int[] ranges, boolean negated) {
    return new GlobToken(Kind.CLASS, 0, ranges, negated);
  }

  boolean isStar() {
    return kind == Kind.STAR || kind == Kind.DOUBLE_STAR;
  }

  boolean isDouble() {
    return kind == Kind.DOUBLE_STAR;
  }

  /** Whether this, which is no star, stands for a character. */
  boolean takes(int point) {
    return switch (kind) {
      case LITERAL -> point == literal;
      case ANY -> point != '/';
      case CLASS -> point != '/' && isIn(point) != negated;
      default -> false;
    };
  }

  private boolean isIn(int point) {
    for (int i = 0; i < ranges.length; i += 2) {
      if (point >= ranges[i] && point <= ranges[i + 1]) {
        return true;
      }
    }
    return false;
  }
}
