package io.semj.core.storage;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.format.BlockDescriptor;
import io.semj.format.BlockFlyweight;
import io.semj.format.BlockValidator;
import io.semj.format.BlockVerdict;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Brings blocks of a segment file into memory of ours and judges them. Reads through the channel,
 * never through a mapping: a page that cannot be read is an exception there, and a crash of the JVM
 * inside a checksum of a mapping. One thread.
 */
public final class BlockSource implements Closeable {
  private static final int LEAST_READ_AHEAD = 16 * 1024;
  private static final int MOST_READ_AHEAD = 512 * 1024;

  private final FileChannel channel;
  private final BlockValidator validator;

  /**
   * Whether a block counts that was read together with the one before it. Part of it may have been
   * read before it was written, which only its checksum shows, unless nobody writes any more.
   */
  private boolean takesReadAhead;

  private SegmentHead head;
  private final BlockFlyweight block = new BlockFlyweight();
  private ByteBuffer buffer = ByteBuffer.allocateDirect(MOST_READ_AHEAD).order(LITTLE_ENDIAN);
  private UnsafeBuffer view = new UnsafeBuffer(buffer);
  private final ByteBuffer word = ByteBuffer.allocateDirect(Long.BYTES);
  private int readAhead = LEAST_READ_AHEAD;
  private long start;
  private int length;
  private int offset;

  /**
   * Opens a segment for reading.
   *
   * @param file the segment
   * @param generation that its blocks must carry
   * @throws IOException when the file cannot be opened
   */
  public BlockSource(Path file, long generation) throws IOException {
    this(file, generation, true);
  }

  /**
   * Opens a segment for reading.
   *
   * @param file the segment
   * @param generation that its blocks must carry
   * @param verifyChecksums whether blocks are judged by their checksums too
   * @throws IOException when the file cannot be opened
   */
  public BlockSource(Path file, long generation, boolean verifyChecksums) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.READ);
    validator = new BlockValidator(generation, verifyChecksums);
    takesReadAhead = verifyChecksums;
  }

  private BlockSource(SegmentHead head, boolean verifyChecksums) throws IOException {
    this(head.file().path(), head.identity().generation(), verifyChecksums);
    this.head = head;
    takesReadAhead |= head.seal().isPresent();
  }

  /**
   * Opens a segment for reading, with what it says of itself: the file may be replaced by a
   * rewritten one at any moment, and head and blocks must be of the same.
   *
   * @param file the segment
   * @return the source of its blocks
   * @throws IOException when the file cannot be opened
   * @throws io.semj.error.JournalException when its head is damaged or not of this version
   */
  public static BlockSource open(SegmentFile file) throws IOException {
    return open(file, true);
  }

  /**
   * Opens a segment for reading, with what it says of itself.
   *
   * @param file the segment
   * @param verifyChecksums whether blocks are judged by their checksums too
   * @return the source of its blocks
   * @throws IOException when the file cannot be opened
   * @throws io.semj.error.JournalException when its head is damaged or not of this version
   */
  public static BlockSource open(SegmentFile file, boolean verifyChecksums) throws IOException {
    BlockSource opened = new BlockSource(SegmentHead.read(file), verifyChecksums);
    try {
      while (true) {
        SegmentHead now = SegmentHead.read(file);
        if (now.isSameFile(opened.head)) {
          return opened;
        }
        opened.close();
        opened = new BlockSource(now, verifyChecksums);
      }
    } catch (IOException | RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  /**
   * What the segment says of itself, as it was when it was opened.
   *
   * @return the head; null unless {@link #open} opened it
   */
  public SegmentHead head() {
    return head;
  }

  /**
   * Loads the block at a position.
   *
   * @param position in the file
   * @return {@link BlockVerdict#VALID} when {@link #block()} and {@link #bytes()} hold it now
   * @throws IOException when reading failed
   */
  public BlockVerdict load(long position) throws IOException {
    if (isInMemory(position)) {
      BlockVerdict verdict = check(position);
      if (verdict == BlockVerdict.VALID) {
        return verdict;
      }
      if (verdict == BlockVerdict.END_OF_LOG) {
        readAhead = LEAST_READ_AHEAD; // close behind the writer there is little to read ahead
      }
    }
    if (isEnd(position)) {
      readAhead = LEAST_READ_AHEAD;
      return BlockVerdict.END_OF_LOG;
    }
    // The body is read behind the word that publishes it, so all of it is there.
    fill(position, 0);
    BlockVerdict verdict = check(position);
    if (verdict == BlockVerdict.INCOMPLETE) {
      fill(position, wantedLength(position));
      verdict = check(position);
    }
    return verdict;
  }

  private boolean isInMemory(long position) {
    return length > 0
        && (position == start || (takesReadAhead && position > start && position < start + length));
  }

  private boolean isEnd(long position) throws IOException {
    word.clear();
    int read = channel.read(word, position);
    return read <= 0 || (read == Long.BYTES && word.getLong(0) == 0);
  }

  /**
   * Passes over blocks, by their heads and trailers alone, up to the one that may hold a sequence.
   * These are not checked. So where the block found does not show by itself that no other holds the
   * sequence, it is the one before it: loading that, and going on from there, finds the damage.
   *
   * @param position of a block
   * @param sequence to find
   * @return the position of a block, at or before the first that does not end before the sequence
   * @throws IOException when reading failed
   */
  public long skip(long position, long sequence) throws IOException {
    ByteBuffer seam =
        ByteBuffer.allocate(BlockDescriptor.TRAILER_LENGTH + BlockDescriptor.HEADER_LENGTH)
            .order(LITTLE_ENDIAN);
    long at = position;
    long before = position;
    seam.position(BlockDescriptor.TRAILER_LENGTH);
    int read = channel.read(seam, at);
    while (read > 0 && isHead(seam)) {
      int size = seam.getInt(BlockDescriptor.TRAILER_LENGTH + BlockDescriptor.BLOCK_SIZE_OFFSET);
      int events = seam.getInt(BlockDescriptor.TRAILER_LENGTH + BlockDescriptor.EVENT_COUNT_OFFSET);
      seam.clear();
      read = channel.read(seam, at + size - BlockDescriptor.TRAILER_LENGTH);
      long first = seam.getLong(BlockDescriptor.FIRST_SEQUENCE_OFFSET);
      if (read < BlockDescriptor.TRAILER_LENGTH
          || seam.getInt(BlockDescriptor.TRAILER_MAGIC_OFFSET) != BlockDescriptor.TRAILER_MAGIC) {
        return before;
      }
      if (lastSequence(seam, first, events) >= sequence) {
        return first <= sequence ? at : before;
      }
      before = at;
      at += size;
    }
    return before;
  }

  private static long lastSequence(ByteBuffer trailer, long first, int events) {
    return (trailer.getInt(BlockDescriptor.FLAGS_OFFSET) & BlockDescriptor.FLAG_SPARSE) != 0
        ? trailer.getLong(BlockDescriptor.LAST_SEQUENCE_OFFSET)
        : first + events - 1;
  }

  private static boolean isHead(ByteBuffer seam) {
    int head = BlockDescriptor.TRAILER_LENGTH;
    int size = seam.getInt(head + BlockDescriptor.BLOCK_SIZE_OFFSET);
    return seam.position() == seam.capacity()
        && seam.getInt(head + BlockDescriptor.MAGIC_OFFSET) == BlockDescriptor.MAGIC
        && size >= BlockDescriptor.HEADER_LENGTH + BlockDescriptor.TRAILER_LENGTH
        && size % BlockDescriptor.ALIGNMENT == 0;
  }

  private BlockVerdict check(long position) {
    offset = (int) (position - start);
    BlockVerdict verdict = validator.check(buffer, offset, length - offset);
    if (verdict == BlockVerdict.VALID) {
      block.wrap(view, offset);
    }
    return verdict;
  }

  private int wantedLength(long position) throws IOException {
    if (length < BlockDescriptor.HEADER_LENGTH) {
      return 0;
    }
    long claimed = Integer.toUnsignedLong(buffer.getInt(BlockDescriptor.BLOCK_SIZE_OFFSET));
    return (int) Math.min(Integer.MAX_VALUE - 8, Math.min(claimed, channel.size() - position));
  }

  private void fill(long position, int atLeast) throws IOException {
    if (atLeast > buffer.capacity()) {
      buffer = ByteBuffer.allocateDirect(atLeast).order(LITTLE_ENDIAN);
      view = new UnsafeBuffer(buffer);
    }
    buffer.clear().limit(Math.max(atLeast, Math.min(readAhead, buffer.capacity())));
    readAhead = takesReadAhead ? Math.min(MOST_READ_AHEAD, readAhead * 2) : LEAST_READ_AHEAD;
    start = position;
    int read = 0;
    while (buffer.hasRemaining() && read >= 0) {
      read = readMore(position, atLeast);
    }
    length = buffer.position();
    buffer.clear();
  }

  /** A place that the device does not give hurts only the blocks that lie on it. */
  private int readMore(long position, int atLeast) throws IOException {
    try {
      return channel.read(buffer, position + buffer.position());
    } catch (IOException e) {
      if (buffer.position() == 0 || buffer.position() < atLeast) {
        throw e;
      }
      return -1;
    }
  }

  /**
   * The block that was loaded last.
   *
   * @return a view, valid until the next load
   */
  public BlockFlyweight block() {
    return block;
  }

  /**
   * The memory that holds the block.
   *
   * @return the buffer; the block begins at {@link #offset()}
   */
  public ByteBuffer bytes() {
    return buffer;
  }

  /**
   * Where the block begins in {@link #bytes()}.
   *
   * @return the offset
   */
  public int offset() {
    return offset;
  }

  /**
   * The file's size now.
   *
   * @return bytes
   * @throws IOException when it cannot be told
   */
  public long fileSize() throws IOException {
    return channel.size();
  }

  /**
   * Whether the file is still open: an interrupt of the thread that reads closes it.
   *
   * @return whether
   */
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
