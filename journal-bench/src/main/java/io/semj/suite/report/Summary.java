package io.semj.suite.report;

import io.semj.suite.subject.SubjectInfo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** Results by key, with medians over the rounds. */
public final class Summary {
  private final Results results;
  private final Map<Key, Map<String, Stat>> figures = new LinkedHashMap<>();
  private final Map<Key, List<Sample>> samples = new LinkedHashMap<>();

  /**
   * Sums up.
   *
   * @param results of a run
   */
  public Summary(Results results) {
    this.results = results;
    for (Sample sample : results.samples()) {
      samples.computeIfAbsent(sample.key(), key -> new ArrayList<>()).add(sample);
    }
    samples.forEach((key, rounds) -> figures.put(key, stats(rounds)));
  }

  private static Map<String, Stat> stats(List<Sample> rounds) {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    for (Sample sample : rounds) {
      sample
          .figures()
          .forEach(
              (name, value) -> values.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
    }
    Map<String, Stat> stats = new LinkedHashMap<>();
    values.forEach((name, all) -> stats.put(name, Stat.of(all)));
    return stats;
  }

  /** What is summed up. */
  public Results results() {
    return results;
  }

  /** All keys that have samples, in the order of their first ones. */
  public List<Key> keys() {
    return List.copyOf(figures.keySet());
  }

  /**
   * All figures of a key.
   *
   * @param key of a measure of a subject
   * @return by name; empty when every round had a problem
   */
  public Map<String, Stat> figures(Key key) {
    return figures.getOrDefault(key, Map.of());
  }

  /**
   * One figure.
   *
   * @param key of a measure of a subject
   * @param name of the figure
   */
  public Optional<Stat> figure(Key key, String name) {
    return Optional.ofNullable(figures(key).get(name));
  }

  /**
   * The median of one figure divided by that of another.
   *
   * @param a above the line
   * @param b below it
   * @param name of the figure
   */
  public Optional<Double> ratio(Key a, Key b, String name) {
    return figure(a, name)
        .flatMap(
            above ->
                figure(b, name)
                    .filter(below -> below.median() > 0)
                    .map(below -> above.median() / below.median()));
  }

  /**
   * The first problem of a key, if it had one in any round.
   *
   * @param key of a measure of a subject
   */
  public Optional<String> problem(Key key) {
    return samples.getOrDefault(key, List.of()).stream()
        .map(Sample::problem)
        .filter(problem -> problem != null)
        .findFirst();
  }

  /**
   * The latencies of all rounds together.
   *
   * @param key of a measure of a subject
   */
  public Optional<Histogram> histogram(Key key) {
    Histogram sum = null;
    for (Sample sample : samples.getOrDefault(key, List.of())) {
      if (sample.histogram() != null) {
        Histogram one = decode(sample.histogram());
        if (sum == null) {
          sum = one;
        } else {
          sum.add(one);
        }
      }
    }
    return Optional.ofNullable(sum);
  }

  private static Histogram decode(String text) {
    try {
      return Histogram.decodeFromCompressedByteBuffer(
          ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("histogram cannot be read", e);
    }
  }

  /**
   * The event sizes and thread counts of a measure.
   *
   * @param measure its key
   * @return keys without a subject, smallest first
   */
  public List<Key> settings(String measure) {
    TreeSet<Key> found =
        new TreeSet<>(Comparator.comparingLong(Key::size).thenComparingInt(Key::producers));
    for (Key key : figures.keySet()) {
      if (key.measure().equals(measure)) {
        found.add(key.of(""));
      }
    }
    return List.copyOf(found);
  }

  /**
   * The subjects that have figures of a measure, in the order of the run.
   *
   * @param setting as {@link #settings} gives it
   */
  public List<SubjectInfo> subjects(Key setting) {
    return results.subjects().stream()
        .filter(subject -> !figures(setting.of(subject.name())).isEmpty())
        .toList();
  }
}
