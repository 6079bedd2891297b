package io.semj.suite.measure;

import io.semj.bench.RecoveryTimes;
import io.semj.suite.subject.Subject;
import java.io.IOException;
import java.nio.file.Path;

/** What {@link RecoveryTimes} measures, which is of this library's default profile only. */
final class RecoveryMeter implements Meter {
  @Override
  public Outcome measure(Subject subject, Task task, Path directory) throws IOException {
    Outcome outcome = new Outcome();
    RecoveryTimes.figures(directory, task.amount()).forEach(outcome::put);
    return outcome;
  }
}
