package io.semj.suite.run;

import io.semj.suite.measure.Measure;
import io.semj.suite.measure.Task;
import io.semj.suite.subject.Ability;
import io.semj.suite.subject.Family;
import io.semj.suite.subject.SubjectInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How much is measured: everything in minutes, or with more sizes, threads and time in hours. */
public enum Form {
  /** One size, one JVM for all measures of a subject in a round, fractions of a second each. */
  SHORT,
  /** All sizes and numbers of threads, a JVM for each measurement. */
  FULL,
  /** So little that it shows nothing but that it runs. */
  SMOKE;

  private static final int USUAL_SIZE = 256;
  private static final List<Integer> SIZES = List.of(64, 256, 1024);
  private static final List<Integer> PRODUCERS = List.of(1, 2, 4);
  private static final List<Integer> WAITERS = List.of(1, 8, 64);
  private static final List<Integer> RECOVERED_MEBIBYTES = List.of(1024, 10_240);

  /** Where the short form has a second thread emit. */
  private static final Set<String> WITH_TWO_PRODUCERS =
      Set.of("semj-default", "limit-multi-reused", "chronicle");

  /** What the short form leaves out: others say nearly the same. */
  private static final Set<String> NOT_IN_SHORT =
      Set.of("limit-single-reused", "limit-multi-fresh", "semj-plain");

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
      case FULL -> new StageTimes(2, 3, 5, 500);
      case SMOKE -> new StageTimes(0, 0, 1, 1);
    };
  }

  /**
   * What is measured of a subject in one round.
   *
   * @param subject what
   * @return the tasks of one JVM each
   */
  public List<List<Task>> jvms(SubjectInfo subject) {
    List<Task> tasks =
        switch (this) {
          case SHORT -> shortTasks(subject);
          case FULL -> fullTasks();
          case SMOKE -> smokeTasks();
        };
    List<Task> possible =
        tasks.stream()
            .filter(task -> subject.can(task.measure().ability()))
            .filter(task -> !emitsFromSeveral(task) || subject.can(Ability.MANY_PRODUCERS))
            .toList();
    if (possible.isEmpty()) {
      return List.of();
    }
    return this == FULL ? possible.stream().map(List::of).toList() : List.of(possible);
  }

  /** Waiters for durable events may be many wherever acknowledging is possible. */
  private static boolean emitsFromSeveral(Task task) {
    return task.producers() > 1;
  }

  private static List<Task> shortTasks(SubjectInfo subject) {
    List<Task> tasks = new ArrayList<>();
    tasks.add(new Task(Measure.SATURATED, USUAL_SIZE, 1, 0.3, 0.3, 0));
    tasks.add(new Task(Measure.BURST, USUAL_SIZE, 1, 0.1, 0.2, 0));
    tasks.add(new Task(Measure.PACED, USUAL_SIZE, 1, 0.1, 0.3, 0));
    tasks.add(new Task(Measure.SUSTAINED, USUAL_SIZE, 1, 0.5, 0.4, 0));
    tasks.add(new Task(Measure.DURABLE, USUAL_SIZE, 1, 0.6, 0.2, 0));
    tasks.add(new Task(Measure.DURABLE, USUAL_SIZE, 8, 0.2, 0.2, 0));
    tasks.add(new Task(Measure.GROUP_COMMIT, USUAL_SIZE, 1, 0.2, 0.3, 0));
    tasks.add(new Task(Measure.READ_BACK, USUAL_SIZE, 1, 0.3, 0.2, 100_000));
    if (WITH_TWO_PRODUCERS.contains(subject.name())) {
      tasks.add(new Task(Measure.SATURATED, USUAL_SIZE, 2, 0.1, 0.2, 0));
      tasks.add(new Task(Measure.BURST, USUAL_SIZE, 2, 0.1, 0.2, 0));
    }
    if (subject.family() == Family.OURS) {
      tasks.add(new Task(Measure.FOOTPRINT, USUAL_SIZE, 1, 0, 0.5, 100_000));
      tasks.add(new Task(Measure.QUERY, USUAL_SIZE, 1, 0, 0, 100_000));
      tasks.add(new Task(Measure.RECOVERY, 64, 1, 0, 0, 64));
    }
    return tasks;
  }

  private static List<Task> fullTasks() {
    List<Task> tasks = new ArrayList<>();
    for (int size : SIZES) {
      for (int producers : PRODUCERS) {
        tasks.add(new Task(Measure.SATURATED, size, producers, 1, 3, 0));
        tasks.add(new Task(Measure.BURST, size, producers, 1, 3, 0));
        tasks.add(new Task(Measure.PACED, size, producers, 1, 5, 0));
        tasks.add(new Task(Measure.SUSTAINED, size, producers, 1, size == USUAL_SIZE ? 30 : 5, 0));
      }
      tasks.add(new Task(Measure.GROUP_COMMIT, size, 1, 1, 5, 0));
      tasks.add(new Task(Measure.READ_BACK, size, 1, 1, 3, 2_000_000));
    }
    for (int waiters : WAITERS) {
      tasks.add(new Task(Measure.DURABLE, USUAL_SIZE, waiters, 1, 5, 0));
    }
    tasks.add(new Task(Measure.FOOTPRINT, USUAL_SIZE, 1, 0, 5, 2_000_000));
    tasks.add(new Task(Measure.QUERY, USUAL_SIZE, 1, 0, 0, 3_000_000));
    for (int mebibytes : RECOVERED_MEBIBYTES) {
      tasks.add(new Task(Measure.RECOVERY, mebibytes, 1, 0, 0, mebibytes));
    }
    return tasks;
  }

  private static List<Task> smokeTasks() {
    List<Task> tasks = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      tasks.add(new Task(measure, USUAL_SIZE, 1, 0, 0, measure == Measure.RECOVERY ? 1 : 200));
    }
    tasks.add(new Task(Measure.SATURATED, SIZES.get(0), 2, 0, 0, 0));
    return tasks;
  }
}
