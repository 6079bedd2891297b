package io.semj.subscribe;

import io.semj.core.read.BlockCursor;
import io.semj.core.storage.DurableMark;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentHead;
import io.semj.error.JournalException;
import io.semj.format.SegmentIdentity;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Of a journal that may be open in another process: found out from its files, now and then. Such a
 * journal never ends, since another writer may come.
 */
final class DirectoryProgress implements Progress {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final JournalDirectory directory;
  private BlockCursor blocks;
  private long looked;
  private boolean closed;
  private volatile long written;
  private volatile long durable;

  DirectoryProgress(JournalDirectory directory) {
    this.directory = directory;
    findEnd();
  }

  @Override
  public synchronized void look() {
    if (!closed && System.nanoTime() - looked >= LOOK_NANOS) {
      findEnd();
    }
  }

  private void findEnd() {
    try {
      if (blocks == null) {
        blocks = new BlockCursor(directory, lastSegment(), false);
      }
      while (blocks.next()) {
        written = Math.max(written, blocks.block().lastSequence());
      }
      lookAtMark();
    } catch (JournalException | IOException toBeFoundBySubscriptions) {
      closeBlocks();
      advanceBlindly();
    }
    looked = System.nanoTime();
  }

  /** Lets subscriptions try to read, and find what is wrong. */
  private void advanceBlindly() {
    long next = written + 1;
    written = next;
  }

  private long lastSegment() {
    List<SegmentFile> files = directory.segments();
    return files.isEmpty() ? 1 : files.get(files.size() - 1).firstSequence();
  }

  private void lookAtMark() throws IOException {
    List<SegmentFile> files = directory.segments();
    if (!files.isEmpty()) {
      byte[] journalId =
          SegmentIdentity.journalIdBytes(SegmentHead.read(files.get(0)).identity().journalId());
      DurableMark.read(directory, journalId)
          .ifPresent(mark -> durable = Math.max(durable, mark.sequence()));
    }
  }

  @Override
  public long written() {
    return written;
  }

  @Override
  public long durable() {
    return durable;
  }

  @Override
  public synchronized long nextEmitted() {
    findEnd();
    return written + 1;
  }

  @Override
  public boolean hasEnded() {
    return false;
  }

  @Override
  public JournalException failure() {
    return null;
  }

  private void closeBlocks() {
    if (blocks != null) {
      blocks.close();
      blocks = null;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    closeBlocks();
  }
}
