package io.semj.query;

import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.StorageErrors;
import io.semj.error.CorruptionException;
import io.semj.error.JournalClosedException;
import io.semj.error.JournalException;
import io.semj.error.StorageException;
import io.semj.format.SegmentSeal;
import io.semj.index.KeyExtractor;
import io.semj.index.LiveIndex;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The segments of a journal with their indexes: of closed ones from files, which are made where
 * they are missing, of the live one in memory. Any thread.
 */
final class IndexedSegments implements Closeable {
  private static final long LOOK_AT_DIRECTORY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final JournalDirectory directory;
  private final ClosedIndexes indexes;
  private final KeyExtractor extractor;
  private final TreeMap<Long, ClosedSegment> closed = new TreeMap<>();
  private final DirectoryStamp listed;
  private SegmentHead live;
  private SegmentIndexer indexer;
  private volatile SegmentMap map = SegmentMap.EMPTY;
  private volatile long lookedAtDirectory = System.nanoTime();
  private final DirectoryStamp seen;
  private int changes;
  private boolean isClosed;

  IndexedSegments(JournalDirectory directory, ClosedIndexes indexes, KeyExtractor extractor) {
    this.directory = directory;
    this.indexes = indexes;
    this.extractor = extractor;
    this.listed = new DirectoryStamp(directory.path());
    this.seen = new DirectoryStamp(directory.path());
  }

  /**
   * Indexes what has been written, at most up to a sequence.
   *
   * @param lastSequence to stop behind
   * @throws CorruptionException when a block is damaged: nothing behind it in its segment is seen
   */
  synchronized void advance(long lastSequence) {
    if (isClosed) {
      throw new JournalClosedException("queries are closed: directory=" + directory.path());
    }
    // It would close the file of the live segment, which all who ask read through.
    boolean interrupted = Thread.interrupted();
    try {
      while (!hasAdvanced(lastSequence)) {
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** False when an interrupt came in between. */
  private boolean hasAdvanced(long lastSequence) {
    try {
      index(lastSequence);
      return true;
    } catch (StorageException e) {
      if (!(e.getCause() instanceof ClosedByInterruptException)) {
        throw e;
      }
      endClosedIndexer();
      return false;
    }
  }

  private void endClosedIndexer() {
    try {
      if (indexer != null && !indexer.isOpen()) {
        endIndexer();
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, directory.path(), "index");
    }
  }

  private void index(long lastSequence) {
    try {
      dropRemoved();
      while ((indexer != null || enterNext()) && indexer.index().lastSequence() < lastSequence) {
        // Asked before reading on: what is sealed by now is all there.
        SegmentHead now = headOf(live.file());
        if (now == null || !ClosedSegment.isSameFile(now, live)) {
          endIndexer(); // rewritten, or removed
        } else {
          indexer.advance(
              lastSequence, now.seal().map(SegmentSeal::endPosition).orElse(Long.MAX_VALUE));
          if (now.seal().isEmpty() || !isComplete(indexer.index(), now.seal().get())) {
            return;
          }
          leave(now);
        }
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, directory.path(), "index");
    }
  }

  private static boolean isComplete(LiveIndex index, SegmentSeal seal) {
    return seal.eventCount() == 0 || index.lastSequence() == seal.lastSequence();
  }

  /** Takes in segments that are closed and indexed already, and enters the first that is not. */
  private boolean enterNext() throws IOException {
    if (listed.isCurrent()) {
      return false;
    }
    listed.beforeListing();
    boolean isListed = false;
    try {
      isListed = takeInClosed();
    } finally {
      if (!isListed) {
        listed.clear(); // there may be more behind it, or behind what is damaged
      }
    }
    return !isListed;
  }

  /** False when there is one that is not: it is entered. */
  private boolean takeInClosed() throws IOException {
    for (SegmentFile file : directory.segments()) {
      SegmentHead head = closed.containsKey(file.firstSequence()) ? null : headOf(file);
      if (head != null) {
        if (head.seal().isPresent() && indexes.hasFile(head)) {
          closed.put(file.firstSequence(), new ClosedSegment(head, indexes));
        } else if (isEntered(head)) {
          return false;
        }
      }
    }
    publish();
    return true;
  }

  /** The head of a segment; null when retention has removed it, or nothing was written to it. */
  private static SegmentHead headOf(SegmentFile file) {
    try {
      return SegmentHead.read(file);
    } catch (JournalException e) {
      if (Files.notExists(file.path()) || SegmentHead.isBlank(file)) {
        return null;
      }
      throw e;
    }
  }

  /** False when retention has removed the segment since its head was read. */
  private boolean isEntered(SegmentHead head) throws IOException {
    try {
      indexer = new SegmentIndexer(head, extractor);
    } catch (NoSuchFileException removed) {
      return false;
    }
    live = head;
    publish();
    return true;
  }

  /** The segment that was read is closed: its index becomes a file. */
  private void leave(SegmentHead head) throws IOException {
    indexes.add(head, indexer.index());
    closed.put(head.file().firstSequence(), new ClosedSegment(head, indexes));
    endIndexer();
  }

  private void endIndexer() throws IOException {
    SegmentIndexer ended = indexer;
    indexer = null;
    live = null;
    listed.clear();
    publish();
    ended.close();
  }

  private void publish() {
    map =
        new SegmentMap(
            List.copyOf(closed.values()), live, indexer == null ? null : indexer.index(), changes);
  }

  /** Forgets segments that retention has removed, the oldest first. */
  private void dropRemoved() {
    lookForRemoved();
    List<ClosedSegment> gone = new ArrayList<>();
    for (ClosedSegment segment : closed.values()) {
      if (segment.isGone()) {
        gone.add(segment);
      }
    }
    for (ClosedSegment segment : gone) {
      closed.values().remove(segment);
      indexes.forget(segment);
    }
    if (!gone.isEmpty()) {
      publish();
    }
  }

  private void lookForRemoved() {
    for (ClosedSegment segment : closed.values()) {
      if (!segment.lookWhetherGone()) {
        return;
      }
    }
  }

  /**
   * All segments, oldest first, once what has been written is indexed up to a sequence. In one,
   * since a segment that is being indexed anew is nobody's answer.
   */
  synchronized List<QuerySegment> viewUpTo(long lastSequence) {
    advance(lastSequence);
    return map.view(indexes);
  }

  /** The segments as they were when somebody last looked, which is not long ago. */
  SegmentMap recent() {
    if (System.nanoTime() - lookedAtDirectory > LOOK_AT_DIRECTORY_NANOS) {
      lookAtDirectory();
    }
    return map;
  }

  private synchronized void lookAtDirectory() {
    lookedAtDirectory = System.nanoTime();
    dropRemoved();
    try {
      if (!seen.isCurrent()) {
        seen.beforeListing();
        changes++;
        publish();
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, directory.path(), "look at directory");
    }
  }

  @Override
  public synchronized void close() throws IOException {
    isClosed = true;
    closed.clear();
    if (indexer != null) {
      endIndexer();
    }
    map = SegmentMap.EMPTY;
  }
}
