package io.semj.recovery.strategy;

import io.semj.core.JournalReader;
import io.semj.core.RecordHandler;
import io.semj.core.checkpoint.Checkpoint;
import io.semj.core.checkpoint.CheckpointStore;
import io.semj.core.checkpoint.StateTarget;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.StorageErrors;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Hands a snapshot and events over to whoever takes the state back. */
final class StateHandover {
  private static final int AT_ONCE = 1_024;

  private final JournalDirectory directory;
  private final Optional<StateTarget> target;
  private final Work work;
  private final Tally tally;
  private boolean begun;

  StateHandover(JournalDirectory directory, Optional<StateTarget> target, Work work, Tally tally) {
    this.directory = directory;
    this.target = target;
    this.work = work;
    this.tally = tally;
  }

  /** Whether the target was given anything: it cannot be asked to begin again. */
  boolean hasBegun() {
    return begun && target.isPresent();
  }

  void restore(Checkpoint checkpoint) {
    begun = true;
    work.meter().begin("restoring checkpoint " + checkpoint.id(), checkpoint.snapshotBytes());
    try (InputStream snapshot = CheckpointStore.of(directory.path()).openSnapshot(checkpoint)) {
      if (target.isPresent()) {
        target.get().restore(snapshot);
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, checkpoint.file(), "restore snapshot");
    }
    work.meter().end(0);
  }

  /** Reads and checks every event, whether or not there is somebody to take it. */
  void replay(long from, long lastKnown) {
    RecordHandler handler = target.<RecordHandler>map(t -> t).orElse(record -> {});
    work.meter().begin("replaying", Math.max(0, lastKnown - from + 1));
    long events = 0;
    try (JournalReader reader = JournalReader.open(directory.path(), Math.max(1, from))) {
      int read = reader.poll(handler, AT_ONCE);
      while (read > 0) {
        begun = true;
        events += read;
        tally.replayed(read);
        work.at(reader.nextSequence() - from, events);
        read = reader.poll(handler, AT_ONCE);
      }
    }
    work.meter().end(events);
  }
}
