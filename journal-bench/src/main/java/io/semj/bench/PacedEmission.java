package io.semj.bench;

import io.semj.bench.EmissionTarget.Way;
import io.semj.core.ProducerMode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * What {@code emitEvent} costs its caller at a steady rate below saturation, beside a bare
 * Disruptor that is handed the same bytes. The pace is kept by spinning outside the measured
 * section; every emission is measured. Each target has a JVM of its own, targets take turns, and
 * what is printed is the median of the rounds.
 *
 * <p>Options: {@code --rate 100000 --seconds 5 --warmup 3 --rounds 3 --producer BOTH}; a rate of 0
 * emits without a pause.
 */
public final class PacedEmission {
  private static final Map<String, String> DEFAULTS =
      Map.of("rate", "100000", "seconds", "5", "warmup", "3", "rounds", "3", "producer", "BOTH");

  private PacedEmission() {}

  /**
   * Runs and prints.
   *
   * @param args options
   * @throws IOException when a child cannot be started
   */
  public static void main(String[] args) throws IOException {
    run(System.out, args);
  }

  static void run(PrintStream out, String... args) throws IOException {
    Options options = Options.parse(DEFAULTS, args);
    int rounds = options.number("rounds");
    Map<String, List<EmissionTimes>> results = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (ProducerMode mode : ProducerMode.values()) {
        boolean wanted = List.of("BOTH", mode.name()).contains(options.text("producer"));
        for (Way way : wanted ? Way.values() : new Way[0]) {
          results
              .computeIfAbsent(mode + " " + way, name -> new ArrayList<>())
              .add(inChild(way, mode, options));
        }
      }
    }
    print(out, results, options);
  }

  private static EmissionTimes inChild(Way way, ProducerMode mode, Options options)
      throws IOException {
    try (ChildJvm child =
        ChildJvm.start(
            Child.class,
            way.name(),
            mode.name(),
            options.text("rate"),
            options.text("warmup"),
            options.text("seconds"))) {
      return EmissionTimes.parse(child.await());
    }
  }

  private static void print(
      PrintStream out, Map<String, List<EmissionTimes>> results, Options options) {
    out.printf(
        "nanoseconds, rate %s/s, %s rounds of %s s; times bare: p50 to that of BARE%n",
        options.text("rate"), options.text("rounds"), options.text("seconds"));
    out.printf(
        "%-18s %8s %8s %8s %10s %8s %10s%n",
        "producer way", "p50", "p99", "p99.9", "max", "mean", "times bare");
    results.forEach(
        (name, rounds) -> {
          long p50 = median(rounds, EmissionTimes::p50);
          String bare = name.substring(0, name.indexOf(' ') + 1) + Way.BARE;
          out.printf(
              "%-18s %8d %8d %8d %10d %8d %10.2f%n",
              name,
              p50,
              median(rounds, EmissionTimes::p99),
              median(rounds, EmissionTimes::p999),
              median(rounds, EmissionTimes::max),
              median(rounds, EmissionTimes::mean),
              (double) p50 / median(results.get(bare), EmissionTimes::p50));
        });
  }

  private static long median(List<EmissionTimes> rounds, ToLongFunction<EmissionTimes> field) {
    List<Long> sorted =
        rounds.stream().map(field::applyAsLong).sorted(Comparator.naturalOrder()).toList();
    return sorted.get(sorted.size() / 2);
  }

  /** What runs in a child: way, producer mode, rate, seconds of warm-up and of measurement. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws IOException {
      int rate = Integer.parseInt(args[2]);
      try (EmissionTarget target =
          EmissionTarget.open(Way.valueOf(args[0]), ProducerMode.valueOf(args[1]))) {
        EmissionTimes.measure(target, seconds(args[3]), rate);
        ChildJvm.answer(EmissionTimes.measure(target, seconds(args[4]), rate).toText());
      }
    }

    private static long seconds(String text) {
      return TimeUnit.SECONDS.toNanos(Long.parseLong(text));
    }
  }
}
