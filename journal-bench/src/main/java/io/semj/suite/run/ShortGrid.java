package io.semj.suite.run;

import io.semj.suite.measure.Measure;
import io.semj.suite.measure.Task;
import io.semj.suite.subject.SubjectInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The short form: events of 256 bytes, and a fraction of a second for each measure. */
final class ShortGrid {
  private static final int SIZE = 256;
  private static final int EVENTS = 100_000;
  private static final int READ_EVENTS = 200_000;
  private static final int RECOVERED_MEBIBYTES = 64;

  /** Where a second thread emits, too. */
  private static final Set<String> WITH_TWO_PRODUCERS =
      Set.of("semj-default", "limit-multi-reused", "chronicle");

  /** It differs from another subject in how it emits, and in nothing else. */
  private static final Set<String> EMISSION_ALONE = Set.of("semj-default-single");

  private ShortGrid() {}

  static List<Task> tasks(SubjectInfo subject, int round) {
    String name = subject.name();
    List<Task> tasks = new ArrayList<>();
    tasks.add(new Task(Measure.SATURATED, SIZE, 1, 0.15, 0.2, 0));
    tasks.add(new Task(Measure.BURST, SIZE, 1, 0.05, 0.15, 0));
    tasks.add(new Task(Measure.PACED, SIZE, 1, 0.05, 0.25, 0));
    tasks.add(new Task(Measure.SUSTAINED, SIZE, 1, 0.2, 0.3, 0));
    if (WITH_TWO_PRODUCERS.contains(name)) {
      tasks.add(new Task(Measure.SATURATED, SIZE, 2, 0.05, 0.15, 0));
      tasks.add(new Task(Measure.BURST, SIZE, 2, 0.05, 0.15, 0));
    }
    if (!EMISSION_ALONE.contains(name)) {
      tasks.add(new Task(Measure.DURABLE, SIZE, 1, 0.15, 0.2, 0));
      tasks.add(new Task(Measure.DURABLE, SIZE, 8, 0.1, 0.15, 0));
      tasks.add(new Task(Measure.GROUP_COMMIT, SIZE, 1, 0.1, 0.2, 0));
      tasks.add(new Task(Measure.READ_BACK, SIZE, 1, 0.6, 0.2, READ_EVENTS));
    }
    if (name.equals("semj-default")) {
      tasks.addAll(oursAlone(round));
    }
    return tasks;
  }

  /** Nothing is compared with these, and they hardly differ from round to round. */
  private static List<Task> oursAlone(int round) {
    return round > 1
        ? List.of()
        : List.of(
            new Task(Measure.FOOTPRINT, SIZE, 1, 3, 1, EVENTS),
            new Task(Measure.QUERY, SIZE, 1, 0, 0, EVENTS),
            new Task(Measure.RECOVERY, RECOVERED_MEBIBYTES, 1, 0, 0, RECOVERED_MEBIBYTES));
  }
}
