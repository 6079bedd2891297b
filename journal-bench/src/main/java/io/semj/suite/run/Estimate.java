package io.semj.suite.run;

import io.semj.suite.measure.Measure;
import io.semj.suite.measure.Task;
import io.semj.suite.subject.Family;
import io.semj.suite.subject.SubjectInfo;
import java.util.List;

/** How long something takes, from experience with two cores and a virtual disk, in seconds. */
final class Estimate {
  private static final double JVM = 0.5;
  private static final double PEER_JVM = 1.4;
  private static final double OPEN_AND_DELETE = 0.1;
  private static final double FORCING = 0.2;
  private static final double EVENTS_PER_SECOND = 1e6;
  private static final double QUERIED_EVENTS_PER_SECOND = 2e5;
  private static final double MEBIBYTES_PER_SECOND = 320;
  private static final double COLLECTIONS = 0.4;
  private static final double COMPILING = 1;
  private static final int STAGES = 21;
  private static final double DRAINING = 3;

  private Estimate() {}

  /** A JVM with some tasks. */
  static double seconds(SubjectInfo subject, List<Task> tasks) {
    double start = subject.family() == Family.PEER ? PEER_JVM : JVM;
    double seconds = start + tasks.stream().mapToDouble(Estimate::seconds).sum();
    return FullGrid.isWithoutBound(subject)
        ? seconds + tasks.stream().mapToDouble(Estimate::draining).sum()
        : seconds;
  }

  /** What was taken faster than it is stored is stored when the time is over. */
  private static double draining(Task task) {
    return switch (task.measure()) {
      case SATURATED, SUSTAINED, GROUP_COMMIT -> DRAINING * (task.warmup() + task.seconds());
      default -> 0;
    };
  }

  private static double seconds(Task task) {
    double warmup =
        task.measure() == Measure.FOOTPRINT ? Math.min(COMPILING, task.warmup()) : task.warmup();
    return warmup + task.seconds() + OPEN_AND_DELETE + preparing(task);
  }

  private static double preparing(Task task) {
    return switch (task.measure()) {
      case SUSTAINED -> FORCING * (task.warmup() + task.seconds());
      case READ_BACK -> task.amount() / EVENTS_PER_SECOND;
      case FOOTPRINT -> COLLECTIONS + task.amount() / EVENTS_PER_SECOND;
      case QUERY -> task.amount() / QUERIED_EVENTS_PER_SECOND;
      case RECOVERY -> 1 + task.amount() / MEBIBYTES_PER_SECOND;
      default -> 0;
    };
  }

  /** One round of all stages. */
  static double seconds(Form.StageTimes times) {
    double one = (times.warmups() + times.iterations()) * times.millis() / 1e3;
    return STAGES * (times.forks() == 0 ? one : times.forks() * (JVM + one));
  }
}
