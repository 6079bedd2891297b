package io.semj.suite.report;

import java.util.List;

/**
 * A figure over all rounds.
 *
 * @param median of them
 * @param min of them
 * @param max of them
 * @param rounds how many there were
 */
public record Stat(double median, double min, double max, int rounds) {
  /**
   * Sums up.
   *
   * @param values at least one
   */
  public static Stat of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int n = sorted.length;
    if (n == 0) {
      throw new IllegalArgumentException("no values");
    }
    double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    return new Stat(median, sorted[0], sorted[n - 1], n);
  }

  /** How far the rounds are apart: the largest divided by the smallest, 1 when all are alike. */
  public double spread() {
    return max == min ? 1 : max / min;
  }
}
