package io.semj.suite;

import io.semj.suite.report.Comparison;
import io.semj.suite.report.Results;
import io.semj.suite.report.Summary;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * Says what moved beyond the noise between two runs of {@link Suite}.
 *
 * <p>Arguments: the older results and the newer ones, both JSON. The exit code is 1 when something
 * became worse.
 */
public final class Compare {
  private Compare() {}

  /**
   * Compares and prints.
   *
   * @param args two files
   * @throws IOException when one cannot be read
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException("two files of results are needed: older.json newer.json");
    }
    boolean worse = run(System.out, Path.of(args[0]), Path.of(args[1]));
    System.exit(worse ? 1 : 0);
  }

  static boolean run(PrintStream out, Path older, Path newer) throws IOException {
    Results before = Results.read(older);
    Results after = Results.read(newer);
    for (String fact : before.machine().keySet()) {
      String now = after.machine().get(fact);
      if (!fact.equals("date")
          && !fact.startsWith("load")
          && !before.machine().get(fact).equals(now)) {
        out.printf("not the same %s: %s, then %s%n", fact, before.machine().get(fact), now);
      }
    }
    Comparison comparison = new Comparison(new Summary(before), new Summary(after));
    comparison.moves().forEach(out::println);
    out.printf(
        "%d of %d figures moved; %d more had less than three rounds%n",
        comparison.moves().size(), comparison.compared(), comparison.tooFewRounds());
    return comparison.moves().stream().anyMatch(move -> !move.better());
  }
}
