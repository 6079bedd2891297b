package io.semj.suite.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What moved between two runs beyond the noise. A figure moved if and only if (1) it has at least
 * three rounds in both runs, (2) the rounds of the two runs do not overlap, and (3) the medians
 * differ by more than a tenth. Everything else is noise, or cannot be told.
 */
public final class Comparison {
  private static final int FEWEST_ROUNDS = 3;
  private static final double SMALLEST_MOVE = 1.1;

  private final List<Move> moves = new ArrayList<>();
  private int compared;
  private int tooFewRounds;

  /**
   * A figure that moved.
   *
   * @param key of what
   * @param figure its name
   * @param before the move
   * @param after it
   */
  public record Move(Key key, String figure, Stat before, Stat after) {
    /** The new median divided by the old one. */
    public double ratio() {
      return after.median() / before.median();
    }

    /** Whether it moved the right way. */
    public boolean better() {
      return Figure.moreIsBetter(figure) == (ratio() > 1);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s %s: %s: %s -> %s, times %.2f (rounds %s to %s, then %s to %s)",
          better() ? "better" : "WORSE ",
          key,
          figure,
          Figure.format(figure, before.median()),
          Figure.format(figure, after.median()),
          ratio(),
          Figure.format(figure, before.min()),
          Figure.format(figure, before.max()),
          Figure.format(figure, after.min()),
          Figure.format(figure, after.max()));
    }
  }

  /**
   * Compares.
   *
   * @param before the older run
   * @param after the newer run
   */
  public Comparison(Summary before, Summary after) {
    for (Key key : before.keys()) {
      Map<String, Stat> now = after.figures(key);
      before
          .figures(key)
          .forEach(
              (name, stat) -> {
                if (now.containsKey(name) && !name.equals("samples")) {
                  compare(new Move(key, name, stat, now.get(name)));
                }
              });
    }
  }

  private void compare(Move move) {
    if (Math.min(move.before().rounds(), move.after().rounds()) < FEWEST_ROUNDS) {
      tooFewRounds++;
      return;
    }
    compared++;
    if (apart(move.before(), move.after()) && large(move)) {
      moves.add(move);
    }
  }

  private static boolean apart(Stat a, Stat b) {
    return a.max() < b.min() || b.max() < a.min();
  }

  private static boolean large(Move move) {
    double ratio = move.ratio();
    return ratio > SMALLEST_MOVE || ratio < 1 / SMALLEST_MOVE;
  }

  /** What moved, in the order of the older run. */
  public List<Move> moves() {
    return List.copyOf(moves);
  }

  /** How many figures could be compared. */
  public int compared() {
    return compared;
  }

  /** How many had too few rounds. */
  public int tooFewRounds() {
    return tooFewRounds;
  }
}
