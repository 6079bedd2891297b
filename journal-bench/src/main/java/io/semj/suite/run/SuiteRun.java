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
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** One run of the suite: of all subjects that are there, or of some. */
public final class SuiteRun {
  private static final String STAGES = "stages";

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
    List<Turn> turns = turns(all);
    out.printf("about %,d minutes%n", minutes(turns));
    Path kept = directory.resolve("results.json");
    List<Sample> samples =
        new ArrayList<>(
            new Rounds(out, peers, errors)
                .run(rounds, turns, soFar -> results(machine, all, soFar).write(kept)));
    if (measures.isEmpty() || measures.contains(STAGES)) {
      samples.addAll(
          new StageRun(out).run(form.stageTimes(), Math.min(rounds, form.stageRounds())));
    }
    machine.put("load after", MachineFacts.load());
    return results(machine, all, samples);
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

  private long minutes(List<Turn> turns) {
    double seconds = 0;
    for (Turn turn : turns) {
      seconds += 1;
      for (Task task : turn.tasks()) {
        seconds += task.warmup() + task.seconds();
      }
    }
    return 1 + Math.round(seconds * rounds / 60);
  }

  private List<Turn> turns(List<SubjectInfo> all) {
    List<Turn> turns = new ArrayList<>();
    for (SubjectInfo subject : all) {
      if (!subject.available()) {
        out.printf("not run: %s: %s%n", subject.name(), subject.unavailable());
      } else if (isWanted(subject)) {
        for (List<Task> tasks : form.jvms(subject)) {
          List<Task> wanted = tasks.stream().filter(this::isWanted).toList();
          if (!wanted.isEmpty()) {
            turns.add(new Turn(subject, wanted));
          }
        }
      }
    }
    return interleaved(turns);
  }

  /** In the full form a measure's turns follow each other, subject by subject. */
  private List<Turn> interleaved(List<Turn> turns) {
    if (form != Form.FULL) {
      return turns;
    }
    return turns.stream()
        .sorted(
            Comparator.comparing((Turn turn) -> turn.tasks().get(0).measure())
                .thenComparing(turn -> turn.tasks().get(0).size())
                .thenComparing(turn -> turn.tasks().get(0).producers()))
        .toList();
  }

  private boolean isWanted(SubjectInfo subject) {
    return subjects.isEmpty() ? !form.leavesOut(subject.name()) : subjects.contains(subject.name());
  }

  private boolean isWanted(Task task) {
    return measures.isEmpty() || measures.contains(task.measure().key());
  }
}
