package io.semj.core.engine;

import io.semj.core.JournalConfig;
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
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
  private final Lifecycle lifecycle;
  private final SpaceMonitor space;
  private final MetricsRecorder metrics;
  private final JournalConfig config;
  private final CheckpointStore store;
  private final ReentrantLock making = new ReentrantLock();
  private final ReentrantLock publishing = new ReentrantLock();

  Checkpointer(
      Path directory,
      UUID journalId,
      LongSupplier emitted,
      LongConsumer requireDurable,
      Supplier<JournalPosition> durablePosition,
      Lifecycle lifecycle,
      SpaceMonitor space,
      MetricsRecorder metrics,
      JournalConfig config) {
    this.directory = directory;
    this.journalId = journalId;
    this.emitted = emitted;
    this.requireDurable = requireDurable;
    this.durablePosition = durablePosition;
    this.lifecycle = lifecycle;
    this.space = space;
    this.metrics = metrics;
    this.config = config;
    this.store = CheckpointStore.of(directory);
  }

  List<Checkpoint> list() {
    return store.list().stream()
        .filter(checkpoint -> checkpoint.journalId().equals(journalId))
        .toList();
  }

  Checkpoint create(SnapshotSource source) {
    if (making.isHeldByCurrentThread()) {
      throw new IllegalStateException("createCheckpoint was called by a snapshot source");
    }
    making.lock();
    try {
      lifecycle.requireOpen();
      Checkpoint made;
      try (CheckpointWriter writer = CheckpointWriter.begin(directory, this::requireGo)) {
        long sequence = callSource(source, writer);
        requireDurable.accept(sequence);
        JournalPosition position = durablePosition.get();
        // What was dropped behind the position never happened, and its sequences may be given out
        // again by the next opening.
        long covered = Math.min(sequence, position.sequence());
        writer.seal(journalId, covered, position, config.clock().epochNanos());
        made = publish(writer);
      }
      retain(made);
      return made;
    } finally {
      making.unlock();
    }
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

  /** Nothing is published once closing has gone past {@link #stop()}: others may write then. */
  private Checkpoint publish(CheckpointWriter writer) {
    publishing.lock();
    try {
      lifecycle.requireOpen();
      return writer.publish();
    } finally {
      publishing.unlock();
    }
  }

  private void retain(Checkpoint newest) {
    try {
      CheckpointRetention.apply(store, newest, config.checkpointsKept());
    } catch (JournalException e) {
      metrics.error(e.category());
      config.report(e);
    }
  }

  /** The journal is no longer open: waits until nothing is being published. */
  void stop() {
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
