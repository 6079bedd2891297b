package io.semj.recovery.replay;

import static java.util.Objects.requireNonNull;

import io.semj.core.RecordHandler;
import io.semj.core.checkpoint.Checkpoint;
import io.semj.core.checkpoint.CheckpointCheck;
import io.semj.core.checkpoint.CheckpointFit;
import io.semj.core.checkpoint.CheckpointStore;
import io.semj.core.checkpoint.StateTarget;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.StorageErrors;
import io.semj.error.CompatibilityException;
import io.semj.error.ConsistencyException;
import io.semj.error.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Gives the events of a journal to a handler again, from the first or from a checkpoint, all or
 * those that a filter wants, in the order of their sequences or in parallel.
 *
 * <pre>{@code
 * ReplayOptions options =
 *     ReplayOptions.builder().filter(filter).resumable(Path.of("billing.position")).build();
 * ReplayReport report = new Replay(directory, options).run(record -> apply(record));
 * }</pre>
 *
 * <p>It reads only, takes no lock, and the journal may be closed or open, in this process or
 * another; of an open one it replays what is written when it gets there, and ends when it has
 * caught up. The handler is called by the thread that calls {@link #run}, or by the workers of a
 * {@linkplain ReplayOptionsBuilder#parallel parallel} replay.
 *
 * <p>A replay belongs to one thread and may run again and again.
 */
public final class Replay {
  private final JournalDirectory directory;
  private final ReplayOptions options;
  private final ReplayClock clock;
  private ReplayRun current;

  /**
   * A replay of the journal in a directory.
   *
   * @param directory of the journal
   * @param options what to replay and how
   * @throws io.semj.error.JournalNotFoundException when there is no such directory
   */
  public Replay(Path directory, ReplayOptions options) {
    this(directory, options, ReplayClock.SYSTEM);
  }

  Replay(Path directory, ReplayOptions options, ReplayClock clock) {
    this.directory = JournalDirectory.existing(directory);
    this.options = requireNonNull(options, "options");
    this.clock = clock;
  }

  /**
   * Replays.
   *
   * @param handler takes the events; with workers it is called by several threads at once
   * @return what was done
   * @throws io.semj.error.ReplayException when the handler has thrown and is not to go on
   * @throws io.semj.error.CorruptionException when the journal is damaged and is not to be gone on
   *     with
   * @throws ConsistencyException when events are missing or the position is of another journal
   * @throws io.semj.error.WorkCancelledException when it was cancelled or interrupted
   * @throws io.semj.error.JournalTimeoutException when its time limit is over
   */
  public ReplayReport run(RecordHandler handler) {
    requireNonNull(handler, "handler");
    ReplayRange range = range();
    options.positionFile().ifPresent(file -> resume(directory, range, file));
    return start(range).handling(handler);
  }

  /**
   * Restores the state of a checkpoint, then replays what follows it.
   *
   * @param checkpoint of the journal
   * @param target takes the snapshot, then the events; with workers it is called by several threads
   *     at once
   * @return what was done
   * @throws ConsistencyException when checkpoint and journal do not go together
   * @throws io.semj.error.StorageException when the checkpoint is damaged or cannot be read, or the
   *     target threw an {@code IOException}
   * @throws io.semj.error.JournalException as {@link #run(RecordHandler)} does
   */
  public ReplayReport run(Checkpoint checkpoint, StateTarget target) {
    requireNonNull(target, "target");
    if (options.positionFile().isPresent()) {
      throw new IllegalArgumentException(
          "a replay from a checkpoint cannot resume elsewhere: positionFile="
              + options.positionFile().get());
    }
    CheckpointFit fit = CheckpointCheck.fit(directory.path(), checkpoint, Long.MAX_VALUE);
    if (fit != CheckpointFit.FITS) {
      throw new ConsistencyException(
          "checkpoint does not fit the journal: file=" + checkpoint.file() + ", fit=" + fit);
    }
    ReplayRange range = range();
    range.beginBehind(checkpoint.sequence());
    try (InputStream snapshot = CheckpointStore.of(directory.path()).openSnapshot(checkpoint)) {
      target.restore(snapshot);
    } catch (IOException e) {
      throw StorageErrors.translate(e, checkpoint.file(), "restore snapshot");
    }
    return start(range).handling(target);
  }

  /**
   * Reads and checks all that a run would read, and counts what it would handle. Neither is a
   * position used nor kept.
   *
   * @return what was found
   * @throws io.semj.error.JournalException as {@link #run(RecordHandler)} does
   */
  public ReplayReport dryRun() {
    return start(range()).counting();
  }

  /**
   * What was done so far, also when the replay ended with an exception.
   *
   * @return the report of the last run
   * @throws IllegalStateException when there was none
   */
  public ReplayReport report() {
    if (current == null) {
      throw new IllegalStateException("replay has not begun: directory=" + directory.path());
    }
    return current.report();
  }

  private ReplayRange range() {
    return new ReplayRange(directory, options.range());
  }

  private ReplayRun start(ReplayRange range) {
    current = new ReplayRun(directory, options, range, clock);
    return current;
  }

  private static void resume(JournalDirectory directory, ReplayRange range, Path file) {
    new ReplayPositionFile(file)
        .read()
        .ifPresent(
            position -> {
              if (range.journalId().isPresent()
                  && !range.journalId().get().equals(position.journalId())) {
                throw new ConsistencyException(
                    "replay position is of another journal: file="
                        + file
                        + ", expected="
                        + range.journalId().get()
                        + ", actual="
                        + position.journalId());
              }
              requireReached(directory, position.sequence(), file);
              range.beginBehind(position.sequence());
            });
  }

  private static void requireReached(JournalDirectory directory, long sequence, Path file) {
    try {
      PositionFit.requireReached(directory, sequence);
    } catch (StorageException | CompatibilityException e) {
      return; // reading says what is damaged
    } catch (ConsistencyException e) {
      throw new ConsistencyException(e.getMessage() + ", positionFile=" + file, e);
    }
  }
}
