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
  private long resumedBehind;
  private long blocks;
  private long bytes;

  Tally() {
    this(System.nanoTime(), List.of());
  }

  /** Of work that began before, and has set files aside already. */
  Tally(long beganNanos, List<Path> aside) {
    this.beganNanos = beganNanos;
    quarantined.addAll(aside);
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

  /** The target held everything up to a sequence already. */
  void resumedBehind(long sequence) {
    resumedBehind = sequence;
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
        resumedBehind,
        blocks,
        bytes,
        Duration.ofNanos(System.nanoTime() - beganNanos));
  }
}
