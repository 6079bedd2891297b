package io.semj.suite;

import io.semj.bench.Options;
import io.semj.suite.run.Form;
import io.semj.suite.run.SuiteRun;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures this library beside peers and the physical limit, and writes a report.
 *
 * <p>Options: {@code --form short} (or {@code full}), {@code --out suite-report}, {@code --rounds}
 * other than the form's, {@code --only} measures or {@code stages} and {@code --subjects}, both
 * separated by commas, where {@code semj:batch.size=1000+compression=zstd} is this library with
 * these settings, and {@code --peers}, the directory with the peers' jars. It works under the
 * directory that {@code -Dsemj.bench.dir} names.
 */
public final class Suite {
  private Suite() {}

  /**
   * Measures and writes.
   *
   * @param args options
   * @throws IOException when a child cannot be started, or the report not be written
   * @throws RunnerException when JMH fails
   */
  public static void main(String[] args) throws IOException, RunnerException {
    run(System.out, args);
  }

  static void run(PrintStream out, String... args) throws IOException, RunnerException {
    Options options =
        Options.parse(
            Map.of(
                "form", "short",
                "out", "suite-report",
                "rounds", "0",
                "only", "",
                "subjects", "",
                "peers", ""),
            args);
    Form form = Form.valueOf(options.text("form").toUpperCase(Locale.ROOT));
    SuiteRun run =
        new SuiteRun(
            out, form, options.number("rounds"), options.list("only"), options.list("subjects"));
    if (!options.text("peers").isEmpty()) {
      run.peersOf(Path.of(options.text("peers")));
    }
    Path directory = Path.of(options.text("out"));
    Report.write(out, run.measure(directory), directory);
  }
}
