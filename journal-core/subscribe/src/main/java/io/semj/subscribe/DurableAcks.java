package io.semj.subscribe;

import io.semj.core.storage.DirectoryLock;
import io.semj.core.storage.StorageErrors;
import io.semj.error.StorageException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Keeps what a named subscription is done with: writes it as it is acknowledged, and forces it a
 * little later, many at once. Any thread.
 */
final class DurableAcks implements Acks {
  private static final long FORCE_MILLIS = 100;
  private static final long WRITE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final HeldPosition held;
  private final PositionFile file;
  private final Path path;
  private final AckMode mode;
  private final Progress progress;
  private final StartTime startTime;
  private final UUID boot;
  private final ScheduledExecutorService forcer;
  private long delivered;
  private long acknowledged;
  private long written;
  private long writtenAt;
  private boolean forceIsDue;
  private boolean closed;
  private StorageException forceFailure;

  DurableAcks(
      HeldPosition held,
      long acknowledged,
      AckMode mode,
      Progress progress,
      StartTime startTime,
      UUID boot,
      ScheduledExecutorService forcer) {
    this.held = held;
    this.file = held.file();
    this.path = held.path();
    this.mode = mode;
    this.progress = progress;
    this.startTime = startTime;
    this.boot = boot;
    this.forcer = forcer;
    this.delivered = acknowledged;
    this.acknowledged = acknowledged;
    this.written = acknowledged;
  }

  /**
   * A position that nobody else may use.
   *
   * @param file of the position
   * @param path of the file
   * @param lock held until it is closed
   */
  record HeldPosition(PositionFile file, Path path, DirectoryLock lock) implements Closeable {
    @Override
    public void close() {
      try (this.lock;
          this.file) {
        file.force();
      } catch (IOException e) {
        throw StorageErrors.translate(e, path, "close position");
      }
    }
  }

  @Override
  public synchronized void delivering(long sequence) {
    if (forceFailure != null) {
      throw forceFailure;
    }
    delivered = sequence;
  }

  @Override
  public synchronized void delivered(long sequence) {
    if (mode == AckMode.AUTO) {
      acknowledged = sequence;
      if (System.nanoTime() - writtenAt > WRITE_NANOS) {
        write();
      }
    }
  }

  @Override
  public synchronized void rest(long position) {
    if (acknowledged >= delivered && position > acknowledged) {
      delivered = position;
      acknowledged = position;
    }
    write();
  }

  @Override
  public synchronized void ack(long sequence) {
    if (mode != AckMode.MANUAL) {
      NONE.ack(sequence);
    }
    if (closed) {
      throw new IllegalStateException("subscription has ended: file=" + path);
    }
    if (sequence > delivered) {
      throw new IllegalArgumentException(
          "event was not delivered yet: sequence=" + sequence + ", delivered=" + delivered);
    }
    if (sequence > acknowledged) {
      acknowledged = sequence;
      write();
    }
  }

  private void write() {
    if (acknowledged == written || closed) {
      return;
    }
    try {
      file.write(entry());
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "write position");
    }
    written = acknowledged;
    writtenAt = System.nanoTime();
    if (!forceIsDue) {
      forceIsDue = true;
      forceLater();
    }
  }

  private void forceLater() {
    try {
      var unused = forcer.schedule(this::force, FORCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // All is being closed, which forces it.
    }
  }

  private PositionRecord entry() {
    PositionRecord before = file.newest();
    return new PositionRecord(
        before.count() + 1,
        before.journalId(),
        acknowledged,
        Math.max(before.durableSequence(), Math.min(acknowledged, progress.durable())),
        before.floor(),
        startTime.notBefore(),
        boot);
  }

  private void force() {
    synchronized (this) {
      forceIsDue = false;
      if (closed) {
        return;
      }
    }
    try {
      file.force();
    } catch (IOException e) {
      synchronized (this) {
        if (!closed) {
          forceFailure = StorageErrors.translate(e, path, "force position");
        }
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    try (held) {
      file.write(entry());
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "close position");
    }
  }
}
