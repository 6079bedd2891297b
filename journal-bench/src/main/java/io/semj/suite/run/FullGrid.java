package io.semj.suite.run;

import io.semj.suite.measure.Measure;
import io.semj.suite.measure.Task;
import io.semj.suite.subject.Family;
import io.semj.suite.subject.SubjectInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The full form. What goals compare is measured in every round and at length; other sizes and
 * numbers of threads of the other subjects are there once, in the first round, and shorter.
 */
final class FullGrid {
  private static final int USUAL = 256;
  private static final List<Integer> OTHER_SIZES = List.of(64, 1024);
  private static final List<Integer> SEVERAL = List.of(2, 4);
  private static final List<Integer> WAITERS = List.of(1, 8, 64);
  private static final int READ_EVENTS = 1_000_000;
  private static final int FOOTPRINT_EVENTS = 500_000;
  private static final int QUERY_EVENTS = 1_000_000;
  private static final int GIBIBYTE = 1024;
  private static final int TEN_GIBIBYTES = 10_240;

  /** Everything of these in every round. */
  private static final Set<String> COMPARED =
      Set.of(
          "semj-default",
          "semj-plain-single",
          "limit-single-fresh",
          "limit-multi-reused",
          "chronicle");

  /** Of these 256 bytes only: others say nearly the same. */
  private static final Set<String> ALIKE =
      Set.of("limit-single-reused", "limit-multi-fresh", "semj-plain");

  /** They never make a caller wait, and keep in memory what they have not stored yet. */
  private static final Set<String> WITHOUT_BOUND = Set.of("artemis-nio", "artemis-aio");

  private FullGrid() {}

  static boolean isWithoutBound(SubjectInfo subject) {
    return WITHOUT_BOUND.contains(subject.name());
  }

  static List<Part> parts() {
    return uncapped().stream().map(FullGrid::capped).toList();
  }

  private static Part capped(Part part) {
    return (subject, round) ->
        part.tasks(subject, round).stream()
            .map(task -> isWithoutBound(subject) ? capped(task) : task)
            .toList();
  }

  private static Task capped(Task task) {
    double most =
        switch (task.measure()) {
          case SATURATED, GROUP_COMMIT -> 0.6;
          case SUSTAINED -> 2;
          default -> Double.MAX_VALUE;
        };
    double warmup = Math.min(task.warmup(), most / 2);
    double seconds = Math.min(task.seconds(), most);
    return new Task(task.measure(), task.size(), task.producers(), warmup, seconds, task.amount());
  }

  private static List<Part> uncapped() {
    return List.of(
        (subject, round) -> emission(USUAL, 1, 0.5, 1.5),
        (subject, round) -> isMeasured(subject, round) ? emissionOfSizes(1) : List.of(),
        (subject, round) -> isMeasured(subject, round) ? emissionOfSeveral() : List.of(),
        (subject, round) -> isCompared(subject) ? emissionOfSizesAndSeveral() : List.of(),
        FullGrid::sustained,
        FullGrid::sustainedOfSizesAndSeveral,
        (subject, round) -> durable(),
        (subject, round) -> List.of(groupCommit(USUAL, 0.5, 2)),
        (subject, round) -> round == 1 && !isAlike(subject) ? groupCommitOfSizes() : List.of(),
        (subject, round) -> List.of(readBack(USUAL, READ_EVENTS, 1.5)),
        (subject, round) -> round == 1 && !isAlike(subject) ? readBackOfSizes() : List.of(),
        (subject, round) -> isMeasured(subject, round) ? footprint() : List.of(),
        (subject, round) -> List.of(new Task(Measure.QUERY, USUAL, 1, 0, 0, QUERY_EVENTS)),
        (subject, round) -> List.of(recovery(GIBIBYTE)),
        (subject, round) -> round == 1 ? List.of(recovery(TEN_GIBIBYTES)) : List.of());
  }

  private static boolean isCompared(SubjectInfo subject) {
    return COMPARED.contains(subject.name());
  }

  private static boolean isAlike(SubjectInfo subject) {
    return ALIKE.contains(subject.name());
  }

  private static boolean isMeasured(SubjectInfo subject, int round) {
    return isCompared(subject) || (round == 1 && !isAlike(subject));
  }

  private static List<Task> emission(int size, int producers, double warmup, double seconds) {
    return List.of(
        new Task(Measure.SATURATED, size, producers, warmup, seconds, 0),
        new Task(Measure.BURST, size, producers, warmup, seconds, 0),
        new Task(Measure.PACED, size, producers, warmup, seconds, 0));
  }

  private static List<Task> emissionOfSizes(int producers) {
    List<Task> tasks = new ArrayList<>();
    OTHER_SIZES.forEach(size -> tasks.addAll(emission(size, producers, 0.3, 0.7)));
    return tasks;
  }

  private static List<Task> emissionOfSeveral() {
    List<Task> tasks = new ArrayList<>();
    SEVERAL.forEach(producers -> tasks.addAll(emission(USUAL, producers, 0.3, 0.7)));
    return tasks;
  }

  private static List<Task> emissionOfSizesAndSeveral() {
    List<Task> tasks = new ArrayList<>();
    SEVERAL.forEach(
        producers ->
            OTHER_SIZES.forEach(size -> tasks.addAll(emission(size, producers, 0.3, 0.7))));
    return tasks;
  }

  /** For half a minute, where that is compared or a peer's; once where nobody compares it. */
  private static List<Task> sustained(SubjectInfo subject, int round) {
    boolean overwrites = subject.name().endsWith("-reused");
    if (isCompared(subject) && !overwrites) {
      return List.of(sustained(USUAL, 1, 1, 30));
    }
    if (round > 1) {
      return List.of();
    }
    return List.of(sustained(USUAL, 1, 1, subject.family() == Family.PEER ? 30 : 10));
  }

  private static Task sustained(int size, int producers, double warmup, double seconds) {
    return new Task(Measure.SUSTAINED, size, producers, warmup, seconds, 0);
  }

  private static List<Task> sustainedOfSizesAndSeveral(SubjectInfo subject, int round) {
    if (!isMeasured(subject, round)) {
      return List.of();
    }
    double seconds = isCompared(subject) ? 4 : 1.5;
    List<Task> tasks = new ArrayList<>();
    OTHER_SIZES.forEach(size -> tasks.add(sustained(size, 1, 0.5, seconds)));
    SEVERAL.forEach(producers -> tasks.add(sustained(USUAL, producers, 0.5, seconds)));
    return tasks;
  }

  /**
   * The first one warms up for all: one waiter makes some thousand calls a second, and while the
   * JVM compiles them there are more busy threads than two cores.
   */
  private static List<Task> durable() {
    return WAITERS.stream()
        .map(waiters -> new Task(Measure.DURABLE, USUAL, waiters, waiters == 1 ? 3 : 0.3, 1, 0))
        .toList();
  }

  private static Task groupCommit(int size, double warmup, double seconds) {
    return new Task(Measure.GROUP_COMMIT, size, 1, warmup, seconds, 0);
  }

  private static List<Task> groupCommitOfSizes() {
    return OTHER_SIZES.stream().map(size -> groupCommit(size, 0.3, 1)).toList();
  }

  private static Task readBack(int size, int events, double seconds) {
    return new Task(Measure.READ_BACK, size, 1, 1, seconds, events);
  }

  private static List<Task> readBackOfSizes() {
    return OTHER_SIZES.stream().map(size -> readBack(size, READ_EVENTS / 2, 0.7)).toList();
  }

  private static List<Task> footprint() {
    return List.of(new Task(Measure.FOOTPRINT, USUAL, 1, 4, 3, FOOTPRINT_EVENTS));
  }

  private static Task recovery(int mebibytes) {
    return new Task(Measure.RECOVERY, mebibytes, 1, 0, 0, mebibytes);
  }
}
