package io.semj.suite.run;

import io.semj.suite.report.Key;
import io.semj.suite.report.Sample;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each stage of an event's way alone, under JMH, in nanoseconds an operation. */
final class StageRun {
  static final String SUBJECT = "stages";
  private static final List<String> BENCHMARKS =
      List.of("StageBenchmark", "DiskStageBenchmark", "CodecBenchmark");
  private static final String SEALED = "1000";

  private final PrintStream out;

  StageRun(PrintStream out) {
    this.out = out;
  }

  List<Sample> run(Form.StageTimes times, int round) throws RunnerException {
    out.printf("stages under JMH, round %d%n", round);
    List<Sample> samples = new ArrayList<>();
    for (RunResult result : results(times)) {
      samples.add(sample(result, round));
    }
    return samples;
  }

  private static Collection<RunResult> results(Form.StageTimes times) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .forks(times.forks())
            .warmupIterations(times.warmups())
            .warmupTime(TimeValue.milliseconds(times.millis()))
            .measurementIterations(times.iterations())
            .measurementTime(TimeValue.milliseconds(times.millis()))
            .timeUnit(TimeUnit.NANOSECONDS)
            .param("events", SEALED)
            .verbosity(VerboseMode.SILENT);
    BENCHMARKS.forEach(name -> options.include("\\." + name + "\\."));
    return new Runner(options.build()).run();
  }

  private static Sample sample(RunResult result, int round) {
    StringBuilder name = new StringBuilder("stage.");
    String benchmark = result.getParams().getBenchmark();
    int method = benchmark.lastIndexOf('.');
    boolean codec = benchmark.substring(0, method).endsWith("CodecBenchmark");
    name.append(codec ? "block." : "").append(benchmark.substring(method + 1));
    for (String param : result.getParams().getParamsKeys()) {
      name.append('.').append(result.getParams().getParam(param));
    }
    Key key = new Key(name.toString(), SUBJECT, 0, 1);
    double nanos = result.getPrimaryResult().getScore();
    return new Sample(key, round, Map.of("stage_ns_per_op", nanos), null, null);
  }
}
