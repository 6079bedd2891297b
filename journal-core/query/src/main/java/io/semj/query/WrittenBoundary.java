package io.semj.query;

import io.semj.core.storage.BlockSource;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.StorageErrors;
import io.semj.error.JournalException;
import io.semj.format.BlockVerdict;
import io.semj.format.SegmentSeal;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Tells how far a journal is written that another process may be writing, so that a query ends
 * there however fast that goes on. Blocks are passed over by their heads, many times faster than
 * they are written. Any thread.
 */
final class WrittenBoundary implements LongSupplier, Closeable {
  private final JournalDirectory directory;
  private final DirectoryStamp listed;
  private SegmentFile last;
  private long behindSealed;

  /** Of the last segment, while it is not sealed; with where its last block was. */
  private BlockSource source;

  private long position;
  private boolean isClosed;

  WrittenBoundary(JournalDirectory directory) {
    this.directory = directory;
    this.listed = new DirectoryStamp(directory.path());
  }

  /**
   * A sequence that everything which is written by now lies up to, and of what is written later at
   * most one block.
   *
   * @return the sequence; the largest number where what is there cannot be told, because it is
   *     damaged: whoever reads on does not come behind that
   */
  @Override
  public synchronized long getAsLong() {
    if (isClosed) {
      return Long.MAX_VALUE; // who asks is refused
    }
    try {
      if (last == null || !listed.isCurrent()) {
        listed.beforeListing();
        behindSealed = 0;
        last = newest();
      }
      if (behindSealed == 0 && last != null) {
        return lookAt(SegmentHead.read(last));
      }
      return last == null ? Long.MAX_VALUE : behindSealed;
    } catch (JournalException damagedOrReplaced) {
      last = null;
      return Long.MAX_VALUE;
    } catch (IOException e) {
      throw StorageErrors.translate(e, directory.path(), "look for the end");
    }
  }

  /** The last segment that something was written to; null when there is none. */
  private SegmentFile newest() {
    List<SegmentFile> files = directory.segments();
    for (int i = files.size() - 1; i >= 0; i--) {
      if (CurrentHead.of(files.get(i)) != null) {
        return files.get(i);
      }
    }
    return null;
  }

  private long lookAt(SegmentHead head) throws IOException {
    if (head.seal().isEmpty()) {
      return lastOf(head);
    }
    closeSource();
    SegmentSeal seal = head.seal().get();
    long end = seal.eventCount() == 0 ? head.identity().firstSequence() - 1 : seal.lastSequence();
    behindSealed = end + 1; // whoever has come to the end looks whether it is sealed
    return behindSealed;
  }

  private long lastOf(SegmentHead head) throws IOException {
    if (source == null || !source.isOpen() || !ClosedSegment.isSameFile(source.head(), head)) {
      closeSource();
      source = BlockSource.open(head.file(), false);
      position = source.head().identity().dataOffset();
    }
    position = source.skip(position, Long.MAX_VALUE);
    BlockVerdict verdict = source.load(position);
    if (verdict == BlockVerdict.END_OF_LOG && position == head.identity().dataOffset()) {
      return head.identity().firstSequence() - 1;
    }
    if (verdict != BlockVerdict.VALID) {
      return Long.MAX_VALUE;
    }
    long sequence = source.block().lastSequence();
    verdict = source.load(position + source.block().blockSize());
    return verdict == BlockVerdict.END_OF_LOG || verdict == BlockVerdict.VALID
        ? sequence
        : Long.MAX_VALUE;
  }

  private void closeSource() throws IOException {
    if (source != null) {
      source.close();
      source = null;
    }
  }

  @Override
  public synchronized void close() throws IOException {
    isClosed = true;
    closeSource();
  }
}
