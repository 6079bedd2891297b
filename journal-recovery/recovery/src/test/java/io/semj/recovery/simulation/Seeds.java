package io.semj.recovery.simulation;

import java.util.function.LongConsumer;

/**
 * Runs something with seed after seed. {@code -Dsemj.simulation.factor=100} makes it a hundred
 * times as many, {@code -Dsemj.simulation.first=N} begins at seed N.
 */
final class Seeds {
  private static final long FACTOR = Long.getLong("semj.simulation.factor", 1);
  private static final long FIRST = Long.getLong("semj.simulation.first", 1);

  private Seeds() {}

  static void forEach(int count, LongConsumer run) {
    for (long seed = FIRST; seed < FIRST + count * FACTOR; seed++) {
      try {
        run.accept(seed);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            "run with -Dsemj.simulation.first=" + seed + " failed: " + e.getMessage(), e);
      }
    }
  }
}
