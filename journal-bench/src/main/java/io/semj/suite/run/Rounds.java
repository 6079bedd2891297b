package io.semj.suite.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.semj.bench.ChildJvm;
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
  private static final long PATIENCE_SECONDS = 90;
  private static final int PATIENCE_FACTOR = 5;

  private final PrintStream out;
  private final Peers peers;
  private final Redirect errors;
  private final List<Sample> samples = new ArrayList<>();

  Rounds(PrintStream out, Peers peers, Redirect errors) {
    this.out = out;
    this.peers = peers;
    this.errors = errors;
  }

  /** What one JVM is asked for. */
  record Turn(SubjectInfo subject, List<Task> tasks) {}

  /** Where the samples go after each round, so that a run that is cut short was not in vain. */
  @FunctionalInterface
  interface Keeper {
    void keep(List<Sample> samples) throws IOException;
  }

  List<Sample> run(int rounds, List<Turn> turns, Keeper keeper) throws IOException {
    for (int round = 1; round <= rounds; round++) {
      int done = 0;
      for (Turn turn : turns) {
        done++;
        out.printf(
            "round %d of %d, %d of %d: %s %s%n",
            round, rounds, done, turns.size(), turn.subject().name(), summary(turn.tasks()));
        turn(turn, round);
      }
      keeper.keep(samples);
    }
    return List.copyOf(samples);
  }

  private static String summary(List<Task> tasks) {
    Task first = tasks.get(0);
    return tasks.size() == 1
        ? first.measure().key() + " " + first.size() + " B x" + first.producers()
        : tasks.size() + " measures";
  }

  /** A JVM that ends early leaves the rest of its tasks to another one. */
  private void turn(Turn turn, int round) {
    List<Task> left = new ArrayList<>(turn.tasks());
    while (!left.isEmpty()) {
      try (ChildJvm child = start(turn.subject(), left)) {
        while (!left.isEmpty()) {
          Reply reply = JSON.readValue(child.await(), Reply.class);
          add(turn.subject(), left.remove(0), round, reply);
        }
      } catch (IOException e) {
        if (!left.isEmpty()) {
          add(turn.subject(), left.remove(0), round, new Reply(Map.of(), null, e.toString()));
        }
      }
    }
  }

  private ChildJvm start(SubjectInfo subject, List<Task> tasks) throws IOException {
    List<String> args = new ArrayList<>(List.of(subject.name()));
    double seconds = PATIENCE_SECONDS;
    for (Task task : tasks) {
      args.add(JSON.writeValueAsString(task));
      seconds += PATIENCE_FACTOR * (task.warmup() + task.seconds() + task.amount() / 1e4);
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

  private void add(SubjectInfo subject, Task task, int round, Reply reply) {
    if (reply.problem() != null) {
      out.printf("problem: %s %s: %s%n", subject.name(), task.measure().key(), reply.problem());
    }
    Key key = new Key(task.measure().key(), subject.name(), task.size(), task.producers());
    samples.add(new Sample(key, round, reply.figures(), reply.histogram(), reply.problem()));
  }
}
