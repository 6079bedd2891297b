package io.semj.recovery.simulation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** An open file of the simulated disk. Positional reads and writes from all threads. */
final class SimulatedChannel extends FileChannel {
  private static final int LARGEST_TRANSFER = 1 << 16;

  private final SimulatedDisk disk;
  private final SimulatedNode node;
  private final String name;
  private final Rights rights;
  private long position;

  /** What the channel was opened for. */
  record Rights(boolean reads, boolean writes) {}

  SimulatedChannel(SimulatedDisk disk, SimulatedNode node, String name, Rights rights) {
    this.disk = disk;
    this.node = node;
    this.name = name;
    this.rights = rights;
  }

  private void requireOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  private void requireReads() throws ClosedChannelException {
    requireOpen();
    if (!rights.reads()) {
      throw new NonReadableChannelException();
    }
  }

  private void requireWrites() throws ClosedChannelException {
    requireOpen();
    if (!rights.writes()) {
      throw new NonWritableChannelException();
    }
  }

  @Override
  public int read(ByteBuffer into, long from) throws IOException {
    requireReads();
    byte[] bytes = new byte[into.remaining()];
    int count = bytes.length == 0 ? 0 : disk.read(node, name, from, bytes);
    if (count > 0) {
      into.put(bytes, 0, count);
    }
    return count;
  }

  @Override
  public int write(ByteBuffer from, long to) throws IOException {
    requireWrites();
    byte[] bytes = new byte[from.remaining()];
    from.get(from.position(), bytes);
    int count = disk.write(node, name, to, bytes);
    from.position(from.position() + count);
    return count;
  }

  @Override
  public synchronized int read(ByteBuffer into) throws IOException {
    int count = read(into, position);
    position += Math.max(0, count);
    return count;
  }

  @Override
  public synchronized int write(ByteBuffer from) throws IOException {
    int count = write(from, position);
    position += count;
    return count;
  }

  @Override
  public synchronized long read(ByteBuffer[] into, int offset, int length) throws IOException {
    long total = 0;
    for (int i = offset; i < offset + length; i++) {
      int count = read(into[i]);
      if (count < 0) {
        return total == 0 ? -1 : total;
      }
      total += count;
      if (into[i].hasRemaining()) {
        return total;
      }
    }
    return total;
  }

  @Override
  public synchronized long write(ByteBuffer[] from, int offset, int length) throws IOException {
    long total = 0;
    for (int i = offset; i < offset + length; i++) {
      total += write(from[i]);
      if (from[i].hasRemaining()) {
        return total;
      }
    }
    return total;
  }

  @Override
  public synchronized long position() throws IOException {
    requireOpen();
    return position;
  }

  @Override
  public synchronized FileChannel position(long newPosition) throws IOException {
    requireOpen();
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws IOException {
    requireOpen();
    return disk.size(node);
  }

  @Override
  public synchronized FileChannel truncate(long size) throws IOException {
    requireWrites();
    disk.truncate(node, name, size);
    position = Math.min(position, size);
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    requireOpen();
    disk.force(node, name);
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(count, LARGEST_TRANSFER));
    int read = read(bytes, from);
    return read <= 0 ? 0 : target.write(bytes.flip());
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long to, long count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(count, LARGEST_TRANSFER));
    int read = source.read(bytes);
    bytes.flip();
    for (long at = to; bytes.hasRemaining(); ) {
      at += write(bytes, at);
    }
    return Math.max(0, read);
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long from, long size) {
    throw new UnsupportedOperationException("files of the simulated disk cannot be mapped");
  }

  @Override
  public FileLock lock(long from, long size, boolean shared) throws IOException {
    return tryLock(from, size, shared);
  }

  @Override
  public FileLock tryLock(long from, long size, boolean shared) throws IOException {
    requireOpen();
    return disk.lock(node, this);
  }

  @Override
  protected void implCloseChannel() {
    disk.unlock(this);
  }
}
