package io.semj.core;

import io.semj.core.checkpoint.Checkpoint;
import io.semj.core.checkpoint.SnapshotSource;
import io.semj.core.checkpoint.StateTarget;
import io.semj.core.engine.JournalOpener;
import io.semj.event.EmittableEvent;
import io.semj.event.EventPriority;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A journal of semantic events in one directory.
 *
 * <p>Emission copies the event into a ring in memory and returns; one writer thread per journal
 * puts the events on disk, in the order of their sequences, in checksummed and chained blocks. How
 * long an event is only in memory, and which failure it survives from when on, is the {@link
 * SyncPolicy}'s contract. Sequences begin at 1 and grow by 1 per event over the whole life of the
 * journal.
 *
 * <p>All methods may be called by any thread, except that a journal opened with {@link
 * ProducerMode#SINGLE} takes events from one thread only. Every method throws {@link
 * io.semj.error.JournalException}s: {@link io.semj.error.JournalClosedException} after {@link
 * #close()}, {@link io.semj.error.JournalFailedException} with its cause once the journal has
 * fail-stopped, and what each method names.
 */
public interface SemanticJournal extends CategoryEmitters, AutoCloseable {
  /** What an emission returns when the {@link OverflowPolicy} dropped the event; it is counted. */
  long DROPPED = -1L;

  /**
   * Opens the journal in the configured directory, which is created when it is not there. The tail
   * that a crash left behind is mended first, see {@link JournalConfig#recovery()}.
   *
   * @param config how to run the journal
   * @return the open journal, of which this process is the only writer
   * @throws io.semj.error.JournalLockedException when another writer holds the directory
   * @throws io.semj.error.CorruptionException when acknowledged data is damaged
   * @throws io.semj.error.CompatibilityException when the directory holds another version's
   *     segments
   * @throws io.semj.error.StorageException when the directory cannot be used
   */
  static SemanticJournal open(JournalConfig config) {
    return JournalOpener.open(config);
  }

  /**
   * Emits one event and returns at once; nothing is on disk yet.
   *
   * @param event the event; a reused {@link io.semj.event.EventBuilder} is read during the call
   *     only
   * @return the event's sequence, which is its event id too unless it was imported with one, or
   *     {@link #DROPPED}
   * @throws io.semj.error.ResourceExhaustedException when the ring is full under {@link
   *     OverflowPolicy#FAIL}, or the event is too large for this journal
   * @throws io.semj.error.JournalTimeoutException when the ring stayed full for the overflow
   *     timeout
   * @throws io.semj.error.InsufficientSpaceException when that was because the disk is full
   * @throws io.semj.error.KernelLimitException when kernel compatibility is on and the event cannot
   *     become a kernel event
   */
  @Override
  long emitEvent(EmittableEvent event);

  /**
   * Emits one event with another priority than its own. {@link EventPriority#CRITICAL} closes and
   * syncs the batch at once; priority never changes the order of events.
   *
   * @param event the event
   * @param priority the priority that is recorded
   * @return as {@link #emitEvent(EmittableEvent)}
   */
  long emitEvent(EmittableEvent event, EventPriority priority);

  /**
   * Emits events that are on disk all or none, whatever happens, with consecutive sequences.
   *
   * @param events at least one, at most the ring's capacity
   * @return their sequences in the order of the list; all {@link #DROPPED} when the overflow policy
   *     dropped the group
   * @throws io.semj.error.EventTooLargeException when the group fits no ring or no segment
   */
  long[] emitEventsAtomic(List<? extends EmittableEvent> events);

  /**
   * Emits one event and asks for a sync that covers it.
   *
   * @param event the event
   * @return completes with the sequence once the event would survive a power cut. Futures complete
   *     in the order of sequences on the journal's sync thread: dependent actions must not block
   *     it, use the {@code …Async} methods for more than a few microseconds of work. Only a future
   *     that nothing depends on when a thread waits in its {@code join} or {@code get} completes
   *     there. Completes exceptionally when the event was dropped or the journal failed first.
   */
  CompletableFuture<Long> emitEventDurable(EmittableEvent event);

  /**
   * Waits until all events up to a sequence would survive a power cut, asking for a sync. Events
   * that the overflow policy dropped to make room, which is counted, are not waited for. An
   * interrupt does not end the wait.
   *
   * @param sequence of an emitted event
   * @param timeout how long to wait at most
   * @throws IllegalArgumentException when it is no sequence, as {@link #DROPPED} is none
   * @throws io.semj.error.JournalTimeoutException when they are not durable by then
   * @throws IllegalStateException when called on a thread of the journal, which would wait for
   *     itself
   */
  void awaitDurable(long sequence, Duration timeout);

  /**
   * Waits, without a limit, until everything emitted before the call would survive a power cut, or
   * the journal fails. While the disk is full that takes until there is space again.
   *
   * @return the durable sequence
   * @throws IllegalStateException when called on a thread of the journal, which would wait for
   *     itself
   */
  long flush();

  /**
   * Reads events in order, also those written while reading.
   *
   * @param fromSequence the first sequence to read; when retention has removed it, reading begins
   *     at the first one that is left
   * @return a reader for one thread, to be closed by the caller; it may outlive this journal
   */
  JournalReader reader(long fromSequence);

  /**
   * Names what writes the snapshots of automatic checkpoints, and of {@link #createCheckpoint()},
   * from now on. To be called when the application's state is restored: what the source writes
   * before that would be taken for it. Automatic checkpoints are created every {@link
   * JournalConfig#checkpointInterval()}, on a thread of the journal that does nothing else. One
   * that fails is told to the error handler, and the next one is tried an interval later.
   *
   * @param source is called by one thread at a time; interrupted when the journal is closed
   */
  void checkpointWith(SnapshotSource source);

  /**
   * Creates a checkpoint. Without a source named by {@link #checkpointWith} it covers everything
   * emitted before the call and has no snapshot. Waits like {@link #flush()}.
   *
   * @return the checkpoint
   * @throws io.semj.error.JournalException as {@link #createCheckpoint(SnapshotSource)}
   * @throws IllegalStateException likewise
   */
  Checkpoint createCheckpoint();

  /**
   * Creates a checkpoint with a snapshot of the application's state. The source is called on this
   * thread while the journal goes on; then the call waits until the sequence that it returned is
   * durable, and only then there is a checkpoint. One is made at a time, others wait. The oldest
   * good ones beyond {@link JournalConfig#checkpointsKept()} are deleted.
   *
   * @param source writes the snapshot; what it throws besides {@link java.io.IOException} is passed
   *     on
   * @return the checkpoint, which survives a power cut. Its sequence is what the source returned,
   *     or the last event's before it that was not dropped.
   * @throws io.semj.error.StorageException when it cannot be written, or the source threw an {@code
   *     IOException}; nothing is left behind and the journal goes on
   * @throws io.semj.error.ConsistencyException when the source returned a sequence that was not
   *     given out yet, or a negative one
   * @throws io.semj.error.JournalClosedException when the journal is closed meanwhile
   * @throws IllegalStateException when called on a thread of the journal, or by a source
   */
  Checkpoint createCheckpoint(SnapshotSource source);

  /**
   * The checkpoints of this journal whose headers are undamaged. {@link
   * io.semj.core.checkpoint.CheckpointStore} tells more, also without a writer.
   *
   * @return the newest first
   * @throws io.semj.error.StorageException when they cannot be read
   */
  List<Checkpoint> listCheckpoints();

  /**
   * Restores the application's state: hands it the checkpoint's snapshot, then, in order, every
   * event behind it that was written when this was called. Everything that can be checked before is
   * checked before the target is touched: that all of the checkpoint's bytes are undamaged, that it
   * belongs to this journal and its history, and that no event behind it was removed.
   *
   * @param checkpoint of this journal
   * @param target takes the state; what it throws besides {@link java.io.IOException} is passed on
   * @return the sequence of the last event given to the target, or the checkpoint's if there was
   *     none
   * @throws io.semj.error.ConsistencyException when the checkpoint is of another journal, is ahead
   *     of this one, or does not agree with it, or when retention removed events behind it
   * @throws io.semj.error.StorageException when the checkpoint or the events are damaged or cannot
   *     be read, or the target threw an {@code IOException}
   */
  long recoverFromCheckpoint(Checkpoint checkpoint, StateTarget target);

  /**
   * What the journal is doing now.
   *
   * @return a snapshot
   */
  JournalStatus status();

  /**
   * All events up to this one are written, so that readers find them, or were dropped. Costs one
   * read of memory, for threads that look again and again.
   *
   * @return the sequence, 0 before the first
   */
  long writtenSequence();

  /**
   * All events up to this one survive a power loss, or were dropped. Costs one read of memory.
   *
   * @return the sequence, 0 before the first
   */
  long durableSequence();

  /**
   * Measurements since the journal was opened or {@link #resetMetrics()}.
   *
   * @return a snapshot
   */
  JournalMetrics metrics();

  /** Starts all measurements anew. */
  void resetMetrics();

  /**
   * The configuration in force.
   *
   * @return what the journal was opened with
   */
  JournalConfig config();

  /**
   * Writes and syncs everything emitted before, and stops all threads of the journal. Calling it
   * again does nothing.
   *
   * @throws io.semj.error.JournalException when not everything could be made durable within the
   *     close timeout; the journal's threads and files are released all the same, but for a thread
   *     that is stuck in the operating system and the files it uses
   */
  @Override
  void close();
}
