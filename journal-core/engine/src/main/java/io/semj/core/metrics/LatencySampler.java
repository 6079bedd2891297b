package io.semj.core.metrics;

/**
 * Chooses the emissions that are timed: about one in 64, by a hash of the timestamp that each has
 * anyway, so that choosing costs no clock, no counter and no memory that threads share.
 */
final class LatencySampler {
  /** 2^64 divided by the golden ratio: spreads equally spaced timestamps evenly. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private static final int BITS = 6;

  private LatencySampler() {}

  static boolean sampled(long timestampNanos) {
    return (timestampNanos * GOLDEN) >>> (Long.SIZE - BITS) == 0;
  }
}
