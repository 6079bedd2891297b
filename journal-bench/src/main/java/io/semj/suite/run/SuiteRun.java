package io.semj.suite.run;

import io.semj.bench.BenchDirectory;
import io.semj.suite.measure.Task;
import io.semj.suite.report.MachineFacts;
import io.semj.suite.report.Results;
import io.semj.suite.report.Sample;
import io.semj.suite.run.Rounds.Turn;
import io.semj.suite.subject.SubjectInfo;
import io.semj.suite.subject.Subjects;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** One run of the suite: of all subjects that are there, or of some. */
public final class SuiteRun {
  private static final String STAGES = "stages";
  private static final double SECONDS_PER_MINUTE = 60;
  private static final double NANOS_PER_MINUTE = SECONDS_PER_MINUTE * 1e9;

  private final PrintStream out;
  private final Form form;
  private final int rounds;
  private final List<String> measures;
  private final List<String> subjects;
  private Peers peers = new Peers(Peers.usualPlace());

  /**
   * A run.
   *
   * @param out tells how far it is
   * @param form how much
   * @param rounds how often; 0 for as often as the form says
   * @param measures keys of those wanted; empty for all
   * @param subjects names of those wanted; empty for all
   */
  public SuiteRun(
      PrintStream out, Form form, int rounds, List<String> measures, List<String> subjects) {
    this.out = out;
    this.form = form;
    this.rounds = rounds == 0 ? form.rounds() : rounds;
    this.measures = List.copyOf(measures);
    this.subjects = List.copyOf(subjects);
  }

  /**
   * Where the peers' jars are, if not in the usual place.
   *
   * @param directory with the jars
   */
  public void peersOf(Path directory) {
    peers = new Peers(directory);
  }

  /**
   * Measures.
   *
   * @param directory for what children say on their standard error
   * @return what was found
   * @throws IOException when a child cannot be started
   * @throws RunnerException when JMH fails
   */
  public Results measure(Path directory) throws IOException, RunnerException {
    Files.createDirectories(directory);
    Path log = directory.resolve("children.log");
    Files.deleteIfExists(log);
    Redirect errors = Redirect.appendTo(log.toFile());
    Map<String, String> machine = machine();
    List<SubjectInfo> all = new ArrayList<>(peers.subjects(errors));
    subjects.stream()
        .filter(Subjects::isSettings)
        .forEach(name -> all.add(Subjects.named(name).info()));
    tellWhatDoesNotRun(all);
    out.printf("about %.1f minutes%n", seconds(all) / SECONDS_PER_MINUTE);
    Path kept = directory.resolve("results.json");
    List<Sample> samples = new ArrayList<>();
    Rounds.Keeper keeper =
        more -> {
          samples.addAll(more);
          results(machine, all, samples).write(kept);
        };
    long begin = System.nanoTime();
    for (int round = 1; round <= rounds; round++) {
      String what = String.format("round %d of %d", round, rounds);
      new Rounds(out, peers, errors).run(what, round, turns(all, round), keeper);
      if (hasStages(round)) {
        keeper.keep(new StageRun(out).run(form.stageTimes(), round));
      }
    }
    machine.put("load after", MachineFacts.load());
    machine.put(
        "took", String.format("%.1f minutes", (System.nanoTime() - begin) / NANOS_PER_MINUTE));
    return results(machine, all, samples);
  }

  private boolean hasStages(int round) {
    return round <= form.stageRounds() && (measures.isEmpty() || measures.contains(STAGES));
  }

  private static Map<String, String> machine() throws IOException {
    try (BenchDirectory probe = BenchDirectory.create()) {
      return MachineFacts.of(probe.path());
    }
  }

  private Results results(
      Map<String, String> machine, List<SubjectInfo> all, List<Sample> samples) {
    return new Results(form.name().toLowerCase(Locale.ROOT), machine, all, samples);
  }

  private double seconds(List<SubjectInfo> all) {
    double seconds = 0;
    for (int round = 1; round <= rounds; round++) {
      seconds += turns(all, round).stream().mapToDouble(Turn::planned).sum();
      seconds += hasStages(round) ? Estimate.seconds(form.stageTimes()) : 0;
    }
    return seconds;
  }

  private void tellWhatDoesNotRun(List<SubjectInfo> all) {
    all.stream()
        .filter(subject -> !subject.available())
        .forEach(subject -> out.printf("not run: %s: %s%n", subject.name(), subject.unavailable()));
  }

  /** Part by part, and in each part subject by subject. */
  private List<Turn> turns(List<SubjectInfo> all, int round) {
    List<Turn> turns = new ArrayList<>();
    for (Part part : form.parts()) {
      for (SubjectInfo subject : all) {
        List<Task> wanted =
            Form.possible(part, subject, round).stream().filter(this::isWanted).toList();
        if (subject.available() && isWanted(subject) && !wanted.isEmpty()) {
          turns.add(new Turn(subject, wanted));
        }
      }
    }
    return turns;
  }

  private boolean isWanted(SubjectInfo subject) {
    return subjects.isEmpty() ? !form.leavesOut(subject.name()) : subjects.contains(subject.name());
  }

  private boolean isWanted(Task task) {
    return measures.isEmpty() || measures.contains(task.measure().key());
  }
}
