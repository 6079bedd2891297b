package io.semj.recovery.simulation;

import java.util.List;
import java.util.Random;

/** The seeded chance of a run. Not for several threads at once. */
final class Dice {
  private final Random random;
  private final double keeping;

  Dice(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L);
    double mood = random.nextDouble();
    keeping = mood < 0.15 ? 0 : mood > 0.85 ? 1 : random.nextDouble();
  }

  /** How likely a power cut is to keep what was not forced: always the same in one run. */
  double keeping() {
    return keeping;
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  long seed() {
    return random.nextLong();
  }
}
