package io.semj.core.storage;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tells what is written through a channel, and writes less of it, or fails, where it is told. */
final class WatchedChannel extends FileChannel {
  private static final int NEVER = Integer.MAX_VALUE;

  private final FileChannel channel;
  private final List<Write> writes = new ArrayList<>();
  private int most = NEVER;
  private int failAfter = NEVER;

  /** A write that succeeded. */
  record Write(long position, int length) {}

  WatchedChannel(FileChannel channel) {
    this.channel = channel;
  }

  /** Past the page cache; skips the test where that cannot be. */
  static WatchedChannel direct(Path file) {
    FileChannel opened = DirectWrites.channel(file);
    if (opened == null) {
      System.out.println("skipped, no writes past the page cache here: " + file);
    }
    assumeTrue(opened != null, "no writes past the page cache here");
    return new WatchedChannel(opened);
  }

  /** No write takes more bytes from now on. */
  WatchedChannel takeAtMost(int bytes) {
    most = bytes;
    return this;
  }

  /** So many more writes succeed; those behind them leave garbage, and fail. */
  WatchedChannel failAfter(int count) {
    failAfter = count;
    return this;
  }

  List<Write> writes() {
    return List.copyOf(writes);
  }

  /** How many bytes were written. */
  long written() {
    return writes.stream().mapToLong(Write::length).sum();
  }

  @Override
  public int write(ByteBuffer from, long to) throws IOException {
    if (failAfter == 0) {
      channel.write(garbage(from.remaining() / 2), to);
      throw new IOException("Invalid argument");
    }
    failAfter--;
    int limit = from.limit();
    try {
      from.limit(from.position() + Math.min(from.remaining(), most));
      int count = channel.write(from, to);
      writes.add(new Write(to, count));
      return count;
    } finally {
      from.limit(limit);
    }
  }

  /** Of whole pages, in whole pages, as a channel that is direct wants it. */
  private static ByteBuffer garbage(int about) {
    int page = SegmentAppender.PAGE;
    int length = about / page * page;
    ByteBuffer garbage = ByteBuffer.allocateDirect(length + page).alignedSlice(page).limit(length);
    for (int i = 0; i < length; i++) {
      garbage.put(i, (byte) 0xEE);
    }
    return garbage;
  }

  @Override
  public int read(ByteBuffer into, long from) throws IOException {
    return channel.read(into, from);
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return channel.read(into);
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    return channel.read(into, offset, length);
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    return channel.write(from);
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) throws IOException {
    return channel.write(from, offset, length);
  }

  @Override
  public long position() throws IOException {
    return channel.position();
  }

  @Override
  public FileChannel position(long newPosition) throws IOException {
    channel.position(newPosition);
    return this;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    channel.truncate(size);
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    channel.force(metaData);
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) throws IOException {
    return channel.transferTo(from, count, target);
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long to, long count) throws IOException {
    return channel.transferFrom(source, to, count);
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long from, long size) throws IOException {
    return channel.map(mode, from, size);
  }

  @Override
  public FileLock lock(long from, long size, boolean shared) throws IOException {
    return channel.lock(from, size, shared);
  }

  @Override
  public FileLock tryLock(long from, long size, boolean shared) throws IOException {
    return channel.tryLock(from, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    channel.close();
  }
}
