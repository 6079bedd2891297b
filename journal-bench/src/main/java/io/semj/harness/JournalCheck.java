package io.semj.harness;

import static io.semj.harness.BrokenPromise.require;

import io.semj.core.JournalConfig;
import io.semj.core.JournalReader;
import io.semj.core.RetentionPolicy;
import io.semj.core.RingPlacement;
import io.semj.core.SemanticJournal;
import io.semj.core.checkpoint.Checkpoint;
import io.semj.core.checkpoint.CheckpointStore;
import io.semj.event.SemanticEvent;
import io.semj.recovery.IntegrityReport;
import io.semj.recovery.IntegrityVerifier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Opens a journal that a round left, and checks all of it: the files are sound, and every event is
 * there that was promised, by what the promise is worth under the fault of the round.
 */
final class JournalCheck {
  /** Which promises the fault of a round leaves in force. */
  enum Survives {
    /** The process ended: everything written is there, and with a surviving ring all emitted. */
    WRITTEN,
    /** The power failed: everything durable is there. */
    DURABLE
  }

  private final Path directory;
  private final long seed;
  private long checkedUpTo;
  private long events;

  JournalCheck(Path directory, long seed) {
    this.directory = directory;
    this.seed = seed;
  }

  /** How many events have been checked. */
  long events() {
    return events;
  }

  /** Checks what a round left behind; throws {@link BrokenPromise}. */
  void check(Task task, Claims claims, Survives survives) throws IOException {
    long promised =
        survives == Survives.WRITTEN
            ? claims.get(Claims.Word.WRITTEN)
            : claims.get(Claims.Word.DURABLE);
    long readable = lastReadable();
    require(
        readable >= promised,
        "before it is mended the journal ends before what it promised: survives=%s, promised=%d,"
            + " last=%d",
        survives,
        promised,
        readable);
    boolean ringSurvived = mend(task) && survives == Survives.WRITTEN;
    IntegrityReport report = new IntegrityVerifier(directory).verify();
    require(report.isSound(), "journal is not sound: %s", report);
    RoundEvents found = read(task, claims);
    long last = found.end(ringSurvived);
    require(
        last >= readable,
        "journal ends before what could be read: survives=%s, readable=%d, last=%d",
        survives,
        readable,
        last);
    checkCheckpoint(claims, last);
    checkedUpTo = last;
    events += found.count();
  }

  /** What a reader finds that comes before anybody mends the journal; damage it finds is thrown. */
  private long lastReadable() {
    long[] last = {checkedUpTo};
    try (JournalReader reader = JournalReader.open(directory, checkedUpTo + 1)) {
      while (reader.poll(record -> last[0] = record.userspaceSequence(), 1_000) > 0) {
        // on to the end
      }
    }
    return last[0];
  }

  /** Opens and closes the journal, which mends it; whether its ring was to survive. */
  private boolean mend(Task task) {
    JournalConfig config =
        JournalConfig.builder(directory)
            .segmentIo(task.io())
            .ringPlacement(task.ring())
            .ringSize(128)
            .maxSegmentBytes(1 << 20)
            .retention(RetentionPolicy.keepAll().withKeepFreeBytes(0))
            .build();
    try (SemanticJournal journal = SemanticJournal.open(config)) {
      return task.ring() != RingPlacement.PRIVATE && journal.status().ringSurvives();
    }
  }

  private RoundEvents read(Task task, Claims claims) {
    boolean mayBeGone = task.mode() == Task.Mode.RETAIN;
    boolean gaps = task.ring() != RingPlacement.PRIVATE;
    RoundEvents found = new RoundEvents(seed, task.round(), claims, checkedUpTo, mayBeGone, gaps);
    try (JournalReader reader = JournalReader.open(directory, checkedUpTo + 1)) {
      for (SemanticEvent event = reader.next(); event != null; event = reader.next()) {
        found.take(event);
      }
    }
    return found;
  }

  private void checkCheckpoint(Claims claims, long last) throws IOException {
    long claimed = claims.get(Claims.Word.CHECKPOINT);
    if (claimed == 0) {
      return;
    }
    CheckpointStore store = CheckpointStore.of(directory);
    Checkpoint newest = store.newestGood().orElse(null);
    require(
        newest != null && newest.id() >= claimed,
        "checkpoint is lost: created=%d, newest good=%s",
        claimed,
        newest);
    require(
        newest.sequence() <= last,
        "checkpoint is ahead of its journal: checkpoint=%s, last=%d",
        newest,
        last);
    try (InputStream snapshot = store.openSnapshot(newest)) {
      require(
          Arrays.equals(snapshot.readAllBytes(), Snapshot.of(newest.sequence())),
          "snapshot is not what was written: checkpoint=%s",
          newest);
    }
  }
}
