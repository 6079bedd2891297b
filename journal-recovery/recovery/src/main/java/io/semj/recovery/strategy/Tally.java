package io.semj.recovery.strategy;

import io.semj.recovery.strategy.RecoveryReport.Statistics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Counts what a recovery does. */
final class Tally {
  private final long beganNanos;
  private final List<Path> quarantined = new ArrayList<>();
  private long steps;
  private long kept;
  private long cut;
  private long replayed;
  private long blocks;
  private long bytes;

  Tally() {
    this(System.nanoTime());
  }

  /** Of work that began before. */
  Tally(long beganNanos) {
    this.beganNanos = beganNanos;
  }

  void stepDone() {
    steps++;
  }

  void kept(long events) {
    kept += events;
  }

  void cut(long events) {
    cut += events;
  }

  void replayed(long events) {
    replayed += events;
  }

  void block() {
    blocks++;
  }

  void read(long count) {
    bytes += count;
  }

  void quarantined(Path file) {
    quarantined.add(file);
  }

  List<Path> quarantined() {
    return quarantined;
  }

  Statistics statistics() {
    return new Statistics(
        steps,
        kept,
        cut,
        replayed,
        blocks,
        bytes,
        Duration.ofNanos(System.nanoTime() - beganNanos));
  }
}
