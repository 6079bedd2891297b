package io.semj.bench;

import io.semj.core.JournalConfig;
import io.semj.core.SemanticJournal;
import io.semj.core.SyncPolicy;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalMender;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.format.BlockCompression;
import io.semj.recovery.JournalRecovery;
import io.semj.recovery.strategy.RecoveryReport;
import io.semj.recovery.strategy.RecoveryRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Measures what a crash costs: finding out that there was none on opening a large journal, opening
 * it after its process was killed, and recovering many events. Each line is one round; the first
 * one is that of a cold JVM.
 *
 * <p>Options: {@code --megabytes 10240 --events 1000000 --rounds 5}.
 */
public final class RecoveryTimes {
  private static final int PAYLOAD = 60_000;
  private static final double NANOS_PER_MILLI = 1e6;

  private RecoveryTimes() {}

  /**
   * Runs and prints.
   *
   * @param args options
   * @throws IOException when the directory cannot be used
   */
  public static void main(String[] args) throws IOException {
    run(System.out, args);
  }

  static void run(PrintStream out, String... args) throws IOException {
    Options options =
        Options.parse(Map.of("megabytes", "10240", "events", "1000000", "rounds", "5"), args);
    int rounds = options.number("rounds");
    try (BenchDirectory directory = BenchDirectory.create()) {
      fill(directory.path(), (long) options.number("megabytes") << 20);
      out.printf("journal of %,d bytes%n", directory.size());
      for (int round = 1; round <= rounds; round++) {
        open(out, "clean, round " + round, directory.path());
      }
      for (int round = 1; round <= rounds; round++) {
        crash(directory.path());
        open(out, "crashed, round " + round, directory.path());
      }
    }
    try (BenchDirectory directory = BenchDirectory.create()) {
      for (int round = 1; round <= rounds; round++) {
        recover(out, round, directory.path().resolve("round" + round), options.text("events"));
      }
    }
  }

  /**
   * Opens a journal of some size after it was closed, and after its process was killed.
   *
   * @param directory empty
   * @param megabytes of the journal
   * @return milliseconds by name
   * @throws IOException when the directory cannot be used
   */
  public static Map<String, Double> figures(Path directory, long megabytes) throws IOException {
    fill(directory, megabytes << 20);
    Opening closed = Opening.of(directory);
    crash(directory);
    Opening killed = Opening.of(directory);
    return Map.of(
        "closed_open_ms", closed.total() / NANOS_PER_MILLI,
        "killed_recovery_ms", killed.mending() / NANOS_PER_MILLI,
        "killed_open_ms", killed.total() / NANOS_PER_MILLI);
  }

  private static JournalConfig config(Path directory) {
    return JournalConfig.builder(directory)
        .compression(BlockCompression.NONE)
        .syncPolicy(SyncPolicy.WRITTEN)
        .build();
  }

  private static void fill(Path directory, long bytes) {
    byte[] payload = new byte[PAYLOAD];
    new SplittableRandom(1).nextBytes(payload);
    EventBuilder builder = new EventBuilder(EventType.GRAPH_NODE_CREATE);
    try (SemanticJournal journal = SemanticJournal.open(config(directory))) {
      for (long done = 0; done < bytes; done += PAYLOAD) {
        journal.emitEvent(builder.reset(EventType.GRAPH_NODE_CREATE).payload(payload));
      }
    }
  }

  private static void open(PrintStream out, String what, Path directory) {
    Opening opening = Opening.of(directory);
    out.printf(
        "%s: detection and mending %.1f ms, opening after that %.1f ms%n",
        what, opening.mending() / NANOS_PER_MILLI, opening.opening() / NANOS_PER_MILLI);
  }

  /**
   * How long an opening took, in nanoseconds.
   *
   * @param mending looking for a crash and mending what there is
   * @param opening after that, which makes a new segment besides
   */
  private record Opening(long mending, long opening) {
    static Opening of(Path directory) {
      long begin = System.nanoTime();
      JournalMender.mend(JournalDirectory.existing(directory), true, 1);
      long looked = System.nanoTime();
      SemanticJournal journal = SemanticJournal.open(config(directory));
      long opened = System.nanoTime();
      journal.close();
      return new Opening(looked - begin, opened - looked);
    }

    long total() {
      return mending + opening;
    }
  }

  private static void crash(Path directory) throws IOException {
    try (ChildJvm child = ChildJvm.start(Killed.class, directory.toString(), "200000")) {
      child.await();
    }
  }

  private static void recover(PrintStream out, int round, Path directory, String events)
      throws IOException {
    try (ChildJvm child = ChildJvm.start(Killed.class, directory.toString(), events)) {
      child.await();
    }
    RecoveryReport report = JournalRecovery.of(directory).recover(RecoveryRequest.fullReplay());
    out.printf(
        "recovery, round %d: %,d events in %d ms%n",
        round, report.statistics().eventsReplayed(), report.statistics().duration().toMillis());
  }

  /** A JVM that emits small events and dies without closing its journal. */
  static final class Killed {
    private Killed() {}

    public static void main(String[] args) {
      BenchEvents.Reused events = new BenchEvents.Reused();
      SemanticJournal journal =
          SemanticJournal.open(JournalConfig.builder(Path.of(args[0])).build());
      for (long i = Long.parseLong(args[1]); i > 0; i--) {
        journal.emitEvent(events.next());
      }
      ChildJvm.answer("durable up to event " + journal.flush());
      System.out.flush();
      Runtime.getRuntime().halt(1);
    }
  }
}
