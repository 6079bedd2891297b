package io.semj.core.engine;

import io.semj.core.JournalConfig;
import io.semj.core.JournalStatus;
import io.semj.core.checkpoint.Checkpoint;
import io.semj.core.checkpoint.CheckpointRetention;
import io.semj.core.checkpoint.CheckpointStore;
import io.semj.core.checkpoint.CheckpointWriter;
import io.semj.core.checkpoint.SnapshotSource;
import io.semj.core.metrics.MetricsRecorder;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.StorageErrors;
import io.semj.error.ConsistencyException;
import io.semj.error.JournalException;
import io.semj.format.SegmentIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Creates checkpoints, one at a time, on the thread that asks. A failure is the caller's alone: the
 * journal goes on.
 */
final class Checkpointer {
  private static final long ABANDON_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Path directory;
  private final UUID journalId;
  private final LongSupplier emitted;
  private final LongConsumer requireDurable;
  private final Supplier<JournalPosition> durablePosition;
  private final LongSupplier kernelSequence;
  private final Lifecycle lifecycle;
  private final SpaceMonitor space;
  private final MetricsRecorder metrics;
  private final JournalConfig config;
  private final CheckpointStore store;
  private final ReentrantLock making = new ReentrantLock();
  private final ReentrantLock publishing = new ReentrantLock();
  private volatile SnapshotSource named;
  private volatile JournalStatus.Checkpoints status;

  /** What the newest checkpoint's source returned; guarded by {@code making}. */
  private long lastReturned;

  Checkpointer(
      Path directory,
      UUID journalId,
      List<Checkpoint> existing,
      LongSupplier emitted,
      LongConsumer requireDurable,
      Supplier<JournalPosition> durablePosition,
      LongSupplier kernelSequence,
      Lifecycle lifecycle,
      SpaceMonitor space,
      MetricsRecorder metrics,
      JournalConfig config) {
    this.directory = directory;
    this.journalId = journalId;
    this.emitted = emitted;
    this.requireDurable = requireDurable;
    this.durablePosition = durablePosition;
    this.kernelSequence = kernelSequence;
    this.lifecycle = lifecycle;
    this.space = space;
    this.metrics = metrics;
    this.config = config;
    this.store = CheckpointStore.of(directory);
    this.status = status(existing);
    this.lastReturned = status.lastSequence();
  }

  private static JournalStatus.Checkpoints status(List<Checkpoint> newestFirst) {
    return newestFirst.isEmpty()
        ? new JournalStatus.Checkpoints(0, 0, 0)
        : new JournalStatus.Checkpoints(
            newestFirst.size(), newestFirst.get(0).sequence(), newestFirst.get(0).createdNanos());
  }

  /** The checkpoints that a journal to be opened has, newest first. Never fails the opening. */
  static List<Checkpoint> existing(JournalConfig config, SegmentIdentity begun) {
    try {
      return CheckpointStore.of(config.directory()).list().stream()
          .filter(checkpoint -> checkpoint.journalId().equals(begun.journalId()))
          .filter(checkpoint -> checkpoint.sequence() < begun.firstSequence())
          .toList();
    } catch (JournalException e) {
      config.report(e);
      return List.of();
    }
  }

  List<Checkpoint> list() {
    return store.list().stream()
        .filter(checkpoint -> checkpoint.journalId().equals(journalId))
        .toList();
  }

  long lastSequence() {
    return status.lastSequence();
  }

  JournalStatus.Checkpoints status() {
    return status;
  }

  /** The source of all snapshots for which no other is given. */
  void use(SnapshotSource source) {
    named = Objects.requireNonNull(source, "source");
  }

  Checkpoint create() {
    SnapshotSource source = named;
    return create(source == null ? this::positionOnly : source);
  }

  Checkpoint create(SnapshotSource source) {
    return oneAtATime(() -> write(source, false).orElseThrow());
  }

  /**
   * Creates a checkpoint if events have been emitted that the last one does not cover. One without
   * a snapshot never follows one with a snapshot: whoever takes the newest wants the state.
   *
   * @return the checkpoint, or none
   */
  Optional<Checkpoint> createIfNews() {
    return oneAtATime(
        () -> {
          SnapshotSource source = named;
          boolean isDue =
              emitted.getAsLong() > lastReturned && (source != null || !isAnyWithSnapshot());
          return isDue
              ? write(source == null ? this::positionOnly : source, true)
              : Optional.empty();
        });
  }

  private boolean isAnyWithSnapshot() {
    return list().stream().anyMatch(checkpoint -> checkpoint.snapshotBytes() > 0);
  }

  private long positionOnly(OutputStream out) {
    return emitted.getAsLong();
  }

  private <T> T oneAtATime(Supplier<T> work) {
    if (making.isHeldByCurrentThread()) {
      throw new IllegalStateException("createCheckpoint was called by a snapshot source");
    }
    making.lock();
    try {
      lifecycle.requireOpen();
      return work.get();
    } finally {
      making.unlock();
    }
  }

  private Optional<Checkpoint> write(SnapshotSource source, boolean ifNews) {
    Checkpoint made;
    try (CheckpointWriter writer = whileOpen(this::begin)) {
      long sequence = callSource(source, writer);
      if (ifNews && sequence <= lastReturned) {
        return Optional.empty();
      }
      requireDurable.accept(sequence);
      JournalPosition position = durablePosition.get();
      // What was dropped behind the position never happened, and its sequences may be given out
      // again by the next opening.
      long covered = Math.min(sequence, position.sequence());
      writer.lastKernelSequence(kernelSequence.getAsLong());
      writer.seal(journalId, covered, position, config.clock().epochNanos());
      made = whileOpen(writer::publish);
      lastReturned = sequence;
    }
    retain(made);
    return Optional.of(made);
  }

  private CheckpointWriter begin() {
    return CheckpointWriter.begin(directory, this::requireGo);
  }

  private void requireGo() {
    lifecycle.requireOpen();
    if (space.isFull()) {
      throw space.exception();
    }
  }

  private long callSource(SnapshotSource source, CheckpointWriter writer) {
    long sequence;
    try {
      sequence = source.writeTo(writer.snapshot());
    } catch (IOException e) {
      throw writer.failure() == null
          ? StorageErrors.translate(e, directory, "take snapshot")
          : writer.failure();
    }
    if (writer.failure() != null) {
      throw writer.failure(); // which the source swallowed
    }
    long last = emitted.getAsLong();
    if (sequence < 0 || sequence > last) {
      throw new ConsistencyException(
          "snapshot source returned a sequence that was not given out: expected=0.."
              + last
              + ", actual="
              + sequence);
    }
    return sequence;
  }

  /** Names are given and leftovers deleted by the directory's owner only: see below. */
  private <T> T whileOpen(Supplier<T> action) {
    publishing.lock();
    try {
      lifecycle.requireOpen();
      return action.get();
    } finally {
      publishing.unlock();
    }
  }

  private void retain(Checkpoint newest) {
    status =
        new JournalStatus.Checkpoints(status.count() + 1, newest.sequence(), newest.createdNanos());
    try {
      CheckpointRetention.apply(store, newest, config.checkpointsKept());
      status =
          new JournalStatus.Checkpoints(list().size(), newest.sequence(), newest.createdNanos());
    } catch (JournalException e) {
      metrics.error(e.category());
      config.report(e);
    }
  }

  /**
   * The journal is no longer open: waits until nothing is being published, so that nothing is once
   * the directory's lock is given up and others write.
   */
  void awaitPublished() {
    boolean interrupted = false;
    long deadline = System.nanoTime() + ABANDON_NANOS;
    try {
      for (long left = ABANDON_NANOS; left > 0; left = deadline - System.nanoTime()) {
        try {
          if (publishing.tryLock(left, TimeUnit.NANOSECONDS)) {
            publishing.unlock();
          }
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
