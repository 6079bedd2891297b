package io.semj.core.engine;

/**
 * How many events a batch takes: the configured number, doubled while the backlog would fill the
 * next batch too, halved again once batches run short. Writer thread only.
 */
final class BatchLimit {
  private static final int MOST_DOUBLINGS = 4;

  private final int configured;
  private int current;

  BatchLimit(int configured) {
    this.configured = configured;
    this.current = configured;
  }

  int current() {
    return current;
  }

  void closed(int events, long backlog) {
    if (backlog >= current) {
      current = Math.min(current * 2, configured << MOST_DOUBLINGS);
    } else if (events < current / 2) {
      current = Math.max(current / 2, configured);
    }
  }
}
