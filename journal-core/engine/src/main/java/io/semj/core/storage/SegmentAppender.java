package io.semj.core.storage;

import io.semj.core.SegmentIo;
import io.semj.format.SegmentDescriptor;
import io.semj.format.SegmentFileName;
import io.semj.format.SegmentHeader;
import io.semj.format.SegmentHeaderCodec;
import io.semj.format.SegmentSeal;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One segment being written. It is prepared under a temporary name, with its first space reserved,
 * then begun with a header and its final name, filled, forced, and finished with a seal.
 *
 * <p>The writer begins and appends, the sync thread forces and finishes, and the housekeeper
 * prepares and reserves.
 */
public final class SegmentAppender implements Closeable {
  /** What a file and its memory are divided into, in bytes. */
  public static final int PAGE = 4096;

  private final JournalDirectory directory;
  private final FileChannel channel;
  private final BlockSink sink;
  private final long capacity;
  private final AtomicBoolean nameUnsynced = new AtomicBoolean();
  private volatile long position = SegmentDescriptor.LENGTH;
  private final AtomicReference<Path> path;
  private SegmentHeader header;
  private volatile long kernelSequence;
  private boolean closed;

  private SegmentAppender(
      JournalDirectory directory,
      FileChannel channel,
      BlockSink sink,
      long capacity,
      AtomicReference<Path> path) {
    this.directory = directory;
    this.channel = channel;
    this.sink = sink;
    this.capacity = capacity;
    this.path = path;
  }

  /**
   * Prepares a segment that nothing is in yet, in place of one that was prepared and never begun.
   *
   * @param directory of the journal
   * @param io the way to write
   * @param capacity the segment's largest size in bytes
   * @return the segment
   * @throws IOException when the file cannot be made or its first space not be reserved
   */
  public static SegmentAppender prepare(JournalDirectory directory, SegmentIo io, long capacity)
      throws IOException {
    Path file = directory.resolve(JournalDirectory.NEXT_FILE);
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    AtomicReference<Path> path = new AtomicReference<>(file);
    BlockSink sink =
        io == SegmentIo.MAPPED ? mapped(channel, path, capacity) : new ChannelSink(channel);
    try {
      sink.reserve(0, false);
      return new SegmentAppender(directory, channel, sink, capacity, path);
    } catch (IOException | RuntimeException | Error e) {
      sink.close();
      channel.close();
      throw e;
    }
  }

  private static BlockSink mapped(FileChannel channel, AtomicReference<Path> path, long capacity) {
    DirectWrites direct = new DirectWrites(() -> DirectWrites.channel(path.get()));
    return new MappedSink(channel, direct, capacity, System::nanoTime);
  }

  /**
   * Writes the header and takes the final name. The name survives a power cut from the next force
   * on.
   *
   * @param newHeader of the segment
   * @return true
   * @throws IOException when that failed; it may be called again
   */
  public boolean begin(SegmentHeader newHeader) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(SegmentDescriptor.LENGTH);
    SegmentHeaderCodec.encode(newHeader, new UnsafeBuffer(bytes), 0);
    BlockFile.writeFully(channel, bytes, 0);
    Path named = directory.resolve(SegmentFileName.format(newHeader.identity().firstSequence()));
    Path before = path.get();
    if (!before.equals(named)) {
      Files.move(before, named, StandardCopyOption.ATOMIC_MOVE);
    }
    nameUnsynced.set(true);
    header = newHeader;
    kernelSequence = newHeader.journal().lastKernelSyncSequence();
    path.set(named);
    return true;
  }

  /**
   * The segment's header, once begun.
   *
   * @return the header
   */
  public SegmentHeader header() {
    return header;
  }

  /**
   * The segment's file.
   *
   * @return its path, final once begun
   */
  public Path path() {
    return path.get();
  }

  /**
   * Notes an event from the kernel, for the head that the segment gets with its seal.
   *
   * @param sequence that the last one appended has in the kernel
   */
  public void lastKernelSequence(long sequence) {
    kernelSequence = sequence;
  }

  /**
   * Where the next block goes.
   *
   * @return the position in the file
   */
  public long position() {
    return position;
  }

  /**
   * Where the segment ends at most.
   *
   * @return its largest size in bytes
   */
  public long capacity() {
    return capacity;
  }

  /**
   * How many bytes still fit.
   *
   * @return bytes up to the segment's largest size
   */
  public long remaining() {
    return capacity - position;
  }

  /**
   * Appends blocks, which are visible to readers when this returns true. One thread at a time.
   *
   * @param blocks the bytes between position and limit, which stay as they are, memory of ours
   * @param bypass whether many blocks had better go past the page cache, which they can if they lie
   *     in memory as they will in the file's {@linkplain #PAGE pages}
   * @return false when they have to wait for space that is being reserved: try again
   * @throws IOException when writing failed; the same blocks may be appended again
   */
  public boolean tryAppend(ByteBuffer blocks, boolean bypass) throws IOException {
    long at = position;
    if (!sink.tryWrite(at, blocks, bypass)) {
      return false;
    }
    position = at + blocks.remaining();
    return true;
  }

  /**
   * Gives blocks up whose appending did not succeed: others will come in their place.
   *
   * @return true
   * @throws IOException when that failed; may be called again
   */
  public boolean discard() throws IOException {
    sink.discard(position);
    return true;
  }

  /**
   * Whether a block can be appended without asking the file system for space.
   *
   * @param size of the block
   * @return whether space for it is reserved
   */
  public boolean isReserved(int size) {
    return sink.isReserved(position, size);
  }

  /**
   * Reserves space ahead of the writer when that is due, or gets memory ready for it.
   *
   * @param plenty whether the writer may go on without reserved space until the next call: it takes
   *     what it needs, and does not ask how much is to stay free
   * @return whether it did something, and there may be more to do
   * @throws IOException when there is none; may be called again
   */
  public boolean reserve(boolean plenty) throws IOException {
    return sink.reserve(position, plenty);
  }

  /**
   * Makes everything appended before the call survive a power cut, the file's name included.
   *
   * @throws IOException when that failed: what was not durable before may be lost, and forcing
   *     again proves nothing
   */
  public void force() throws IOException {
    if (closed) {
      return;
    }
    sink.force(position);
    if (nameUnsynced.get()) {
      directory.sync();
      nameUnsynced.set(false);
    }
  }

  /**
   * Forces the blocks, then seals, trims and closes the file. The writer has moved on.
   *
   * @param seal what the segment holds
   * @throws IOException when that failed; without the seal the next opening scans the segment
   */
  public void finish(SegmentSeal seal) throws IOException {
    force();
    sink.close();
    channel.truncate(seal.endPosition());
    seal(channel, header.withLastKernelSync(kernelSequence), seal);
    channel.force(true);
    close();
  }

  /**
   * Writes a seal into a segment's head; does not force.
   *
   * @param channel of the file
   * @param header as it is in the file
   * @param seal what the segment holds
   * @throws IOException when writing failed
   */
  static void seal(FileChannel channel, SegmentHeader header, SegmentSeal seal) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(SegmentDescriptor.LENGTH);
    SegmentHeaderCodec.encodeSeal(header, seal, new UnsafeBuffer(bytes), 0);
    BlockFile.writeFully(channel, bytes, 0);
  }

  /** Releases the file without sealing it. Idempotent. */
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      sink.close();
      channel.close();
    }
  }
}
