package io.semj.core.checkpoint;

import io.semj.core.JournalReader;
import io.semj.core.RecordHandler;
import io.semj.core.storage.StorageErrors;
import io.semj.format.RecordFlyweight;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Brings an application's state back from a checkpoint and the events behind it. */
public final class CheckpointReplay {
  private static final int STEP = 4_096;

  private CheckpointReplay() {}

  /**
   * Restores the snapshot, then gives the events behind it. What can be checked is checked first.
   *
   * @param journalDirectory of the journal
   * @param checkpoint of the journal
   * @param target takes the state
   * @param upTo the last sequence to give, which is written
   * @return the last one given, or the checkpoint's
   * @throws io.semj.error.ConsistencyException when checkpoint and journal do not go together
   * @throws io.semj.error.StorageException when one of them is damaged or cannot be read, or the
   *     target threw an {@code IOException}
   */
  public static long run(
      Path journalDirectory, Checkpoint checkpoint, StateTarget target, long upTo) {
    CheckpointCheck.requireFit(journalDirectory, checkpoint, upTo);
    try (JournalReader reader = JournalReader.open(journalDirectory, checkpoint.sequence() + 1)) {
      boolean isBehind = reader.hasNext();
      // The reader holds the segment it begins in now. Retention may have been quicker.
      CheckpointCheck.requireEvents(journalDirectory, checkpoint);
      restore(journalDirectory, checkpoint, target);
      return isBehind ? replay(reader, checkpoint, target, upTo) : checkpoint.sequence();
    }
  }

  private static void restore(Path journalDirectory, Checkpoint checkpoint, StateTarget target) {
    CheckpointStore store = CheckpointStore.of(journalDirectory);
    try (InputStream snapshot = store.openSnapshot(checkpoint)) {
      target.restore(snapshot);
    } catch (IOException e) {
      throw StorageErrors.translate(e, checkpoint.file(), "restore snapshot");
    }
  }

  private static long replay(
      JournalReader reader, Checkpoint checkpoint, StateTarget target, long upTo) {
    Bounded bounded = new Bounded(target, checkpoint.sequence(), upTo);
    while (reader.nextSequence() <= upTo) {
      long left = upTo - reader.nextSequence() + 1;
      if (reader.poll(bounded, (int) Math.min(STEP, left)) == 0) {
        break; // the last ones were dropped
      }
    }
    return bounded.last;
  }

  /** Hands on what was written in time; dropped events make a reader go further than counted. */
  private static final class Bounded implements RecordHandler {
    private final RecordHandler target;
    private final long upTo;
    private long last;

    Bounded(RecordHandler target, long begin, long upTo) {
      this.target = target;
      this.last = begin;
      this.upTo = upTo;
    }

    @Override
    public void onRecord(RecordFlyweight record) {
      if (record.userspaceSequence() <= upTo) {
        target.onRecord(record);
        last = record.userspaceSequence();
      }
    }
  }
}
