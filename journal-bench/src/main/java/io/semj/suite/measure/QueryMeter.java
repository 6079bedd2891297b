package io.semj.suite.measure;

import io.semj.bench.QueryTimes;
import io.semj.suite.subject.Subject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What {@link QueryTimes} measures, which is of this library's default profile only. */
final class QueryMeter implements Meter {
  private static final int ROUNDS = 100;

  @Override
  public Outcome measure(Subject subject, Task task, Path directory) throws IOException {
    Outcome outcome = new Outcome();
    try (PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      QueryTimes.figures(nowhere, directory, (int) task.amount(), ROUNDS).forEach(outcome::put);
    }
    return outcome;
  }
}
