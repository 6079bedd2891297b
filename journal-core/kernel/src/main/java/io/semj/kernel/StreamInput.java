package io.semj.kernel;

import io.semj.core.storage.StorageErrors;
import io.semj.error.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A kernel journal that is a device or a pipe. Opening and reading one may block for as long as it
 * likes, so a thread of its own does both; it ends when this is closed.
 */
final class StreamInput implements KernelInput {
  private static final int CHUNK = 64 << 10;
  private static final int CHUNKS = 32;
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Path path;
  private final BlockingQueue<ByteBuffer> arrived = new ArrayBlockingQueue<>(CHUNKS);
  private final Thread pump;
  private ByteBuffer current = ByteBuffer.allocate(0);
  private volatile FileChannel channel;
  private volatile boolean ended;
  private volatile boolean closed;
  private volatile StorageException failure;

  StreamInput(Path path) {
    this.path = path;
    pump = new Thread(this::run, "semj-kernel-" + path.getFileName());
    pump.setDaemon(true);
    pump.start();
  }

  private void run() {
    try (FileChannel opened = FileChannel.open(path, StandardOpenOption.READ)) {
      channel = opened;
      while (!closed) {
        pump(opened);
      }
    } catch (ClosedChannelException e) {
      ended = true; // closed on purpose
    } catch (IOException e) {
      failure = StorageErrors.translate(e, path, "read kernel journal");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pump(FileChannel opened) throws IOException, InterruptedException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    int read = opened.read(chunk);
    if (read > 0) {
      ended = false;
      chunk.flip();
      while (!closed && !arrived.offer(chunk, IDLE_NANOS, TimeUnit.NANOSECONDS)) {
        // The reader is behind; what is not taken stays with the kernel.
      }
    } else {
      // A device has nothing now, or the last writer of a pipe has gone: another may come.
      ended = true;
      LockSupport.parkNanos(IDLE_NANOS);
    }
  }

  @Override
  public int read(long position, byte[] into, int offset, int length) {
    StorageException failed = failure; // first: what arrived before it is given out before it
    int total = 0;
    while (total < length) {
      if (!current.hasRemaining()) {
        ByteBuffer next = arrived.poll();
        if (next == null) {
          break;
        }
        current = next;
      }
      int count = Math.min(length - total, current.remaining());
      current.get(into, offset + total, count);
      total += count;
    }
    if (total == 0 && failed != null) {
      throw failed;
    }
    return total;
  }

  /** The order matters: what arrived before the end was seen is seen to have arrived. */
  @Override
  public boolean isAtEnd(long position) {
    return ended && arrived.isEmpty() && !current.hasRemaining();
  }

  @Override
  public boolean isFile() {
    return false;
  }

  @Override
  public void close() {
    closed = true;
    try {
      FileChannel opened = channel;
      if (opened != null) {
        opened.close();
      } else {
        releaseOpening();
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "close kernel journal");
    }
  }

  /** Opening a pipe to read waits for a writer: be one for a moment. */
  private void releaseOpening() throws IOException {
    FileChannel writer = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      pump.join(TimeUnit.NANOSECONDS.toMillis(IDLE_NANOS) * 200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      writer.close();
    }
  }
}
