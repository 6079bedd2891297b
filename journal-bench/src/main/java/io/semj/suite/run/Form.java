package io.semj.suite.run;

import io.semj.suite.measure.Measure;
import io.semj.suite.measure.Task;
import io.semj.suite.subject.Ability;
import io.semj.suite.subject.SubjectInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How much is measured: everything in minutes, or with more sizes, threads and time in an hour. */
public enum Form {
  /** One size, one JVM for all measures of a subject in a round, fractions of a second each. */
  SHORT,
  /** All sizes and numbers of threads, a JVM for each kind of measurement. */
  FULL,
  /** So little that it shows nothing but that it runs. */
  SMOKE;

  /** What the short form leaves out: others say nearly the same. */
  private static final Set<String> NOT_IN_SHORT =
      Set.of(
          "limit-single-reused",
          "limit-multi-fresh",
          "limit-lanes-reused",
          "limit-sparse-reused",
          "semj-plain");

  /**
   * Whether a subject is left out unless it is asked for.
   *
   * @param subject its name
   */
  boolean leavesOut(String subject) {
    return this == SHORT && NOT_IN_SHORT.contains(subject);
  }

  /** How often everything is measured. */
  public int rounds() {
    return switch (this) {
      case SHORT, FULL -> 3;
      case SMOKE -> 1;
    };
  }

  /** What JMH is told for each stage: forks, iterations of warm-up and of measurement, millis. */
  record StageTimes(int forks, int warmups, int iterations, int millis) {}

  int stageRounds() {
    return this == FULL ? 3 : 1;
  }

  StageTimes stageTimes() {
    return switch (this) {
      case SHORT -> new StageTimes(0, 1, 2, 80);
      case FULL -> new StageTimes(1, 2, 3, 200);
      case SMOKE -> new StageTimes(0, 0, 1, 1);
    };
  }

  /** What a round consists of, in this order. */
  List<Part> parts() {
    return switch (this) {
      case SHORT -> List.of(ShortGrid::tasks);
      case FULL -> FullGrid.parts();
      case SMOKE -> List.of((subject, round) -> smokeTasks());
    };
  }

  /**
   * What is measured of a subject in its turn.
   *
   * @param part of {@link #parts}
   * @param subject what
   * @param round counted from 1
   * @return the tasks of one JVM; empty for no turn
   */
  static List<Task> possible(Part part, SubjectInfo subject, int round) {
    return part.tasks(subject, round).stream()
        .filter(task -> subject.can(task.measure().ability()))
        .filter(task -> task.producers() == 1 || subject.can(Ability.MANY_PRODUCERS))
        .toList();
  }

  private static List<Task> smokeTasks() {
    List<Task> tasks = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      tasks.add(new Task(measure, 256, 1, 0, 0, measure == Measure.RECOVERY ? 1 : 200));
    }
    tasks.add(new Task(Measure.SATURATED, 64, 2, 0, 0, 0));
    return tasks;
  }
}
