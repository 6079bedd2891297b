package io.semj.bench;

import io.semj.checksum.Sha256;
import io.semj.core.RecordHandler;
import io.semj.format.RecordFlyweight;
import io.semj.recovery.replay.Replay;
import io.semj.recovery.replay.ReplayOptions;
import io.semj.recovery.replay.ReplayOptionsBuilder;
import io.semj.recovery.replay.ReplayReport;
import io.semj.recovery.replay.ReplayValidation;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Writes a journal of as many events as wanted, then replays it several times and prints events per
 * second: into a handler that does nothing, in each mode of validation, and into one that hashes
 * each event for about a microsecond, on the reading thread and on workers. The ratio is that of
 * the two in the same round.
 *
 * <p>Options: {@code --events 2000000 --rounds 5 --workers 2}.
 */
public final class ReplayThroughput {
  private static final int HASHES = 2;

  private final PrintStream out;
  private final StoredJournal journal;

  private ReplayThroughput(PrintStream out, StoredJournal journal) {
    this.out = out;
    this.journal = journal;
  }

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
        Options.parse(Map.of("events", "2000000", "rounds", "5", "workers", "2"), args);
    try (StoredJournal journal = StoredJournal.write(options.number("events"))) {
      ReplayThroughput throughput = new ReplayThroughput(out, journal);
      for (int round = 1; round <= options.number("rounds"); round++) {
        throughput.idle(round);
        throughput.working(round, options.number("workers"));
      }
    }
  }

  private void idle(int round) {
    StringJoiner rates = new StringJoiner(", ");
    for (ReplayValidation mode : ReplayValidation.values()) {
      ReplayReport report = replay(ReplayOptions.builder().validation(mode), record -> {});
      rates.add(String.format("%s %,.0f", mode, report.eventsPerSecond()));
    }
    out.printf("round %d: handler that does nothing, events/s: %s%n", round, rates);
  }

  private void working(int round, int workers) {
    RecordHandler work = record -> Work.OF_THREAD.get().on(record);
    double alone = replay(ReplayOptions.builder(), work).eventsPerSecond();
    double together =
        replay(ReplayOptions.builder().parallel(workers, RecordFlyweight::eventId), work)
            .eventsPerSecond();
    out.printf(
        "round %d: handler that hashes, events/s: alone %,.0f, %d workers %,.0f, ratio %.2f%n",
        round, alone, workers, together, together / alone);
  }

  private ReplayReport replay(ReplayOptionsBuilder options, RecordHandler handler) {
    ReplayReport report = new Replay(journal.path(), options.build()).run(handler);
    if (!report.isClean() || report.counts().handled() != journal.events()) {
      throw new IllegalStateException(report.toString());
    }
    return report;
  }

  /** A handler's work: it may not be shared by threads. */
  private static final class Work {
    static final ThreadLocal<Work> OF_THREAD = ThreadLocal.withInitial(Work::new);

    private final Sha256 sha = new Sha256();
    private final byte[] bytes = new byte[64 * 1024];
    private final byte[] digest = new byte[32];

    void on(RecordFlyweight record) {
      int length = Math.min(bytes.length, record.length());
      record.buffer().getBytes(record.offset(), bytes, 0, length);
      for (int i = 0; i < HASHES; i++) {
        sha.reset();
        sha.update(bytes, 0, length);
        sha.digest(digest, 0);
        bytes[0] ^= digest[0];
      }
    }
  }
}
