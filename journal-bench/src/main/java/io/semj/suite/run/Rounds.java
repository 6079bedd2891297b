package io.semj.suite.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.semj.bench.ChildJvm;
import io.semj.suite.measure.Measure;
import io.semj.suite.measure.SuiteChild;
import io.semj.suite.measure.SuiteChild.Reply;
import io.semj.suite.measure.Task;
import io.semj.suite.report.Key;
import io.semj.suite.report.Sample;
import io.semj.suite.subject.SubjectInfo;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs JVMs round by round: in each round every subject has its turn with each measure before the
 * next round begins, so that what disturbs the machine for a while disturbs all of them.
 */
final class Rounds {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_SECONDS = 60;
  private static final double PATIENCE_FACTOR = 3;
  private static final double NANOS = 1e9;

  private final PrintStream out;
  private final Peers peers;
  private final Redirect errors;

  Rounds(PrintStream out, Peers peers, Redirect errors) {
    this.out = out;
    this.peers = peers;
    this.errors = errors;
  }

  /** What one JVM is asked for. */
  record Turn(SubjectInfo subject, List<Task> tasks) {
    double planned() {
      return Estimate.seconds(subject, tasks);
    }
  }

  /** Where the samples go after each turn, so that a run that is cut short was not in vain. */
  @FunctionalInterface
  interface Keeper {
    void keep(List<Sample> samples) throws IOException;
  }

  /**
   * Runs one round.
   *
   * @param what round it is, for people
   * @param round its number
   * @param turns one after another
   * @param keeper of all samples of the turn
   */
  void run(String what, int round, List<Turn> turns, Keeper keeper) throws IOException {
    int done = 0;
    for (Turn turn : turns) {
      done++;
      out.printf(
          "%s, %d of %d: %s %s", what, done, turns.size(), turn.subject().name(), summary(turn));
      out.flush();
      long begin = System.nanoTime();
      List<Sample> samples = turn(turn, round);
      out.printf(": %.1f s, planned %.1f%n", (System.nanoTime() - begin) / NANOS, turn.planned());
      samples.stream().filter(sample -> sample.problem() != null).forEach(this::complain);
      keeper.keep(samples);
    }
  }

  private static String summary(Turn turn) {
    Task first = turn.tasks().get(0);
    String key = first.measure().key();
    int more = turn.tasks().size() - 1;
    if (turn.tasks().stream().anyMatch(task -> task.measure() != first.measure())) {
      return key + " and " + more + " more";
    }
    String unit = first.measure() == Measure.RECOVERY ? " MiB" : " B";
    String others = more == 0 ? "" : " and " + more + " more";
    return key + " " + first.size() + unit + " x" + first.producers() + others;
  }

  /** A JVM that ends early leaves the rest of its tasks to another one. */
  private List<Sample> turn(Turn turn, int round) {
    List<Sample> samples = new ArrayList<>();
    List<Task> left = new ArrayList<>(turn.tasks());
    while (!left.isEmpty()) {
      try (ChildJvm child = start(turn.subject(), left)) {
        while (!left.isEmpty()) {
          Reply reply = JSON.readValue(child.await(), Reply.class);
          samples.add(sample(turn.subject(), left.remove(0), round, reply));
        }
      } catch (IOException e) {
        if (!left.isEmpty()) {
          Reply failed = new Reply(Map.of(), null, e.toString());
          samples.add(sample(turn.subject(), left.remove(0), round, failed));
        }
      }
    }
    return samples;
  }

  private ChildJvm start(SubjectInfo subject, List<Task> tasks) throws IOException {
    List<String> args = new ArrayList<>(List.of(subject.name()));
    double seconds = PATIENCE_SECONDS + PATIENCE_FACTOR * Estimate.seconds(subject, tasks);
    for (Task task : tasks) {
      args.add(JSON.writeValueAsString(task));
    }
    ChildJvm child =
        ChildJvm.start(
            SuiteChild.class,
            peers.flags(subject),
            peers.classPath(subject),
            errors,
            args.toArray(String[]::new));
    child.killAfter((long) seconds);
    return child;
  }

  private void complain(Sample sample) {
    out.printf(
        "problem: %s %s: %s%n", sample.key().subject(), sample.key().measure(), sample.problem());
  }

  private static Sample sample(SubjectInfo subject, Task task, int round, Reply reply) {
    Key key = new Key(task.measure().key(), subject.name(), task.size(), task.producers());
    return new Sample(key, round, reply.figures(), reply.histogram(), reply.problem());
  }
}
