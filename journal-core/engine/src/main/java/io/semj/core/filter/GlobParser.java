package io.semj.core.filter;

import java.util.ArrayList;
import java.util.List;

/** Takes a pattern apart; each combination of its groups' choices becomes an alternative. */
final class GlobParser {
  private static final int MOST_ALTERNATIVES = 1_024;

  private final String text;
  private final int[] points;
  private List<List<GlobToken>> done = new ArrayList<>(List.of(List.of()));
  private List<List<GlobToken>> choices;
  private List<GlobToken> run = new ArrayList<>();
  private int at;

  private GlobParser(String text) {
    this.text = text;
    this.points = text.codePoints().toArray();
  }

  static GlobToken[][] parse(String text) {
    return new GlobParser(text).parse();
  }

  private GlobToken[][] parse() {
    while (at < points.length) {
      int point = points[at++];
      switch (point) {
        case '\\' -> run.add(GlobToken.literal(escaped()));
        case '*' -> run.add(star());
        case '?' -> run.add(GlobToken.ANY);
        case '[' -> run.add(characterClass());
        case '{' -> openGroup();
        case ',' -> comma();
        case '}' -> brace();
        default -> run.add(GlobToken.literal(point));
      }
    }
    if (choices != null) {
      throw wrong("group is not closed");
    }
    append(List.of(run));
    return done.stream()
        .map(tokens -> tokens.toArray(GlobToken[]::new))
        .toArray(GlobToken[][]::new);
  }

  private int escaped() {
    if (at == points.length) {
      throw wrong("nothing follows the backslash");
    }
    return points[at++];
  }

  private GlobToken star() {
    if (at < points.length && points[at] == '*') {
      at++;
      return GlobToken.DOUBLE_STAR;
    }
    return GlobToken.STAR;
  }

  private void openGroup() {
    if (choices != null) {
      throw wrong("groups cannot be nested");
    }
    append(List.of(run));
    run = new ArrayList<>();
    choices = new ArrayList<>();
  }

  private void comma() {
    if (choices == null) {
      run.add(GlobToken.literal(','));
    } else {
      choices.add(run);
      run = new ArrayList<>();
    }
  }

  private void brace() {
    if (choices == null) {
      run.add(GlobToken.literal('}'));
    } else {
      choices.add(run);
      append(choices);
      choices = null;
      run = new ArrayList<>();
    }
  }

  private void append(List<List<GlobToken>> endings) {
    if ((long) done.size() * endings.size() > MOST_ALTERNATIVES) {
      throw wrong("too many alternatives: most=" + MOST_ALTERNATIVES);
    }
    List<List<GlobToken>> product = new ArrayList<>();
    for (List<GlobToken> beginning : done) {
      for (List<GlobToken> ending : endings) {
        List<GlobToken> whole = new ArrayList<>(beginning);
        whole.addAll(ending);
        product.add(whole);
      }
    }
    done = product;
  }

  private GlobToken characterClass() {
    boolean negated = at < points.length && points[at] == '!';
    if (negated) {
      at++;
    }
    List<Integer> ranges = new ArrayList<>();
    while (at < points.length && points[at] != ']') {
      int first = points[at++];
      if (first == '/') {
        throw wrong("separator in brackets");
      }
      int last = first;
      if (at + 1 < points.length && points[at] == '-' && points[at + 1] != ']') {
        last = points[at + 1];
        at += 2;
        if (last < first) {
          throw wrong("range is upside down");
        }
      }
      ranges.add(first);
      ranges.add(last);
    }
    if (at == points.length || ranges.isEmpty()) {
      throw wrong(ranges.isEmpty() ? "brackets are empty" : "bracket is not closed");
    }
    at++;
    return GlobToken.oneOf(ranges.stream().mapToInt(Integer::intValue).toArray(), negated);
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(
        "path pattern is wrong: " + what + ": pattern=" + text + ", position=" + at);
  }
}
