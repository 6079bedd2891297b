package io.semj.core.checkpoint;

import io.semj.core.JournalConfig;
import io.semj.core.SemanticJournal;
import io.semj.core.fixture.Events;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/**
 * A service that works and creates checkpoints, some large, until it is killed. First it restores
 * its state as a service does, and prints {@code restored=<state>}; then {@code made=<id>
 * sequence=<n>} for each checkpoint.
 */
public final class CheckpointUntilKilled {
  private CheckpointUntilKilled() {}

  public static void main(String[] arguments) {
    JournalConfig config =
        JournalConfig.builder(Path.of(arguments[0]))
            .maxSegmentBytes(1 << 20)
            .ringSize(512)
            .checkpointInterval(Duration.ofMillis(7))
            .build();
    SemanticJournal journal = SemanticJournal.open(config);
    Ledger ledger = restore(journal, Path.of(arguments[0]));
    System.out.println("restored=" + ledger.state());
    // What the journal's own thread creates is as large as what this one does.
    byte[] ballast = Events.bytes(1, 1 << 20);
    SnapshotSource source =
        out -> {
          long sequence = ledger.writeTo(out);
          out.write(ballast);
          return sequence;
        };
    journal.checkpointWith(source);
    Thread working = new Thread(() -> work(journal, ledger, Long.parseLong(arguments[1])));
    working.setDaemon(true);
    working.start();
    while (true) {
      Checkpoint made = journal.createCheckpoint(source);
      System.out.println("made=" + made.id() + " sequence=" + made.sequence());
    }
  }

  private static Ledger restore(SemanticJournal journal, Path directory) {
    Ledger ledger = new Ledger();
    CheckpointStore.of(directory)
        .newestGood(checkpoint -> checkpoint.snapshotBytes() > 0)
        .ifPresent(checkpoint -> journal.recoverFromCheckpoint(checkpoint, ledger));
    return ledger;
  }

  private static void work(SemanticJournal journal, Ledger ledger, long seed) {
    Random random = new Random(seed);
    while (true) {
      ledger.add(journal, random.nextInt(50), random.nextInt(1_000) - 500);
    }
  }
}
