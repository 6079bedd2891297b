package io.semj.suite.report;

import io.semj.suite.measure.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What this library wants to reach with events of 256 bytes, and how far it is, from one run. */
public final class Goals {
  private static final int SIZE = 256;
  private static final String SINGLE = "semj-default-single";
  private static final String PLAIN_SINGLE = "semj-plain-single";
  private static final String ANY = "semj-default";
  private static final String LIMIT = "limit-single-fresh";
  private static final String LIMIT_MULTI = "limit-multi-reused";
  private static final String CHRONICLE = "chronicle";
  private static final String RATE = "events_per_s";

  private final Summary summary;
  private final List<Goal> goals = new ArrayList<>();

  /**
   * The goals.
   *
   * @param summary of a run
   */
  public Goals(Summary summary) {
    this.summary = summary;
    emission();
    anyThread();
    throughput();
    durable();
    rest();
  }

  /** All of them. */
  public List<Goal> all() {
    return List.copyOf(goals);
  }

  private static Key key(Measure measure, String subject, int producers) {
    return new Key(measure.key(), subject, SIZE, producers);
  }

  private void ratio(
      String text, Measure measure, int producers, String a, String b, String name, double most) {
    goals.add(
        new Goal(
            text,
            summary.ratio(key(measure, a, producers), key(measure, b, producers), name),
            most,
            !Figure.moreIsBetter(name),
            ""));
  }

  private void value(
      String text, Measure measure, int threads, String subject, String name, double bound) {
    Optional<Double> seen = summary.figure(key(measure, subject, threads), name).map(Stat::median);
    goals.add(new Goal(text, seen, bound, !Figure.moreIsBetter(name), name));
  }

  private void emission() {
    for (Measure measure : List.of(Measure.SATURATED, Measure.BURST)) {
      String how = measure == Measure.BURST ? " in bursts" : " saturated";
      String what = "single producer," + how + ": ";
      ratio(what + "p50 to the limit's", measure, 1, SINGLE, LIMIT, "p50", 1.5);
      ratio(what + "p99 to the limit's", measure, 1, SINGLE, LIMIT, "p99", 2);
      value(what + "p99.9", measure, 1, SINGLE, "p99.9", 1_000);
      ratio(what + "p99.9 to Chronicle's", measure, 1, SINGLE, CHRONICLE, "p99.9", 0.2);
    }
    value("single producer, paced at 100,000/s: p99.9", Measure.PACED, 1, SINGLE, "p99.9", 5_000);
  }

  private void anyThread() {
    for (Measure measure : List.of(Measure.SATURATED, Measure.BURST)) {
      String what =
          "any thread," + (measure == Measure.BURST ? " in bursts" : " saturated") + ": p50 ";
      ratio(what + "to the limit's", measure, 1, ANY, LIMIT_MULTI, "p50", 1.3);
      ratio(what + "to Chronicle's", measure, 1, ANY, CHRONICLE, "p50", 1);
      ratio(what + "to Chronicle's, 2 producers", measure, 2, ANY, CHRONICLE, "p50", 1);
      value(what + "by itself", measure, 1, ANY, "p50", 80);
    }
  }

  private void throughput() {
    Measure measure = Measure.SUSTAINED;
    ratio("plain, sustained: to Chronicle's", measure, 1, PLAIN_SINGLE, CHRONICLE, RATE, 1.3);
    ratio("plain, sustained: to the limit's", measure, 1, PLAIN_SINGLE, LIMIT, RATE, 0.8);
    ratio("default, sustained: to Chronicle's", measure, 1, ANY, CHRONICLE, RATE, 1);
  }

  private void durable() {
    value("group commit", Measure.GROUP_COMMIT, 1, ANY, "acks_per_s", 2_000_000);
    ratio(
        "one waiter: to a preallocated write and force",
        Measure.DURABLE,
        1,
        ANY,
        "filechannel",
        "p50",
        1.3);
  }

  private void rest() {
    value("plain, read back", Measure.READ_BACK, 1, PLAIN_SINGLE, RATE, 10_000_000);
    value("emission: garbage", Measure.SUSTAINED, 1, ANY, "alloc_b_per_event", 0.01);
    goals.add(new Goal("memory, heap and off-heap", memory(), 100, true, "any_mib"));
    value(
        "idle processor time of the journal's threads",
        Measure.FOOTPRINT,
        1,
        ANY,
        "idle_cpu_percent",
        1);
  }

  private Optional<Double> memory() {
    Key key = key(Measure.FOOTPRINT, ANY, 1);
    return summary
        .figure(key, "anonymous_mib")
        .flatMap(
            own -> summary.figure(key, "shared_mib").map(ring -> own.median() + ring.median()));
  }
}
