package io.semj.query;

import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.StorageErrors;
import io.semj.error.ChecksumMismatchException;
import io.semj.error.CompatibilityException;
import io.semj.error.ConsistencyException;
import io.semj.error.CorruptionException;
import io.semj.error.JournalClosedException;
import io.semj.error.StorageException;
import io.semj.index.KeyExtractor;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The segments of a journal with their indexes: of closed ones from files, which are made where
 * they are missing; in memory that of the one that is being written, and those of the ones that the
 * writer has left and that are not sealed yet. Any thread.
 */
final class IndexedSegments implements Closeable {
  private static final long LOOK_AT_DIRECTORY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final JournalDirectory directory;
  private final ClosedIndexes indexes;
  private final KeyExtractor extractor;
  private final TreeMap<Long, ClosedSegment> closed = new TreeMap<>();
  private final TreeMap<Long, UnsealedSegment> ended = new TreeMap<>();
  private final MissingSegments missing;
  private final List<HiddenSegment> hidden = new ArrayList<>();
  private final DirectoryStamp listed;
  private GrowingSegment growing;

  /** What lies behind damage in a segment that is not sealed; null when there is none. */
  private HiddenSegment unread;

  private volatile SegmentMap map = SegmentMap.EMPTY;
  private volatile long lookedAtDirectory = System.nanoTime();
  private final DirectoryStamp seen;
  private int changes;
  private boolean tidied;
  private boolean isClosed;

  IndexedSegments(JournalDirectory directory, ClosedIndexes indexes, KeyExtractor extractor) {
    this.directory = directory;
    this.indexes = indexes;
    this.extractor = extractor;
    this.missing = new MissingSegments(directory);
    this.listed = new DirectoryStamp(directory.path());
    this.seen = new DirectoryStamp(directory.path());
  }

  /**
   * Indexes what has been written, at most up to a sequence.
   *
   * @param lastSequence to stop behind
   * @throws CorruptionException when a block of a segment that is not sealed is damaged: nothing
   *     behind it is seen
   * @throws ConsistencyException when events are missing: nothing behind them is seen
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
      return false;
    }
  }

  private void index(long lastSequence) {
    unread = null;
    try {
      dropRemoved();
      closeEnded();
      // One that was seen to go on behind it may have been cut off since.
      while ((growing != null || enterNext()) && growing.index().lastSequence() != lastSequence) {
        if (!goesOn(advanceGrowing(lastSequence))) {
          return;
        }
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, directory.path(), "index");
    } finally {
      endUnusable();
    }
  }

  /** Damage in a sealed segment is for those to be told who need it: its seal tells who. */
  private GrowingSegment.Progress advanceGrowing(long lastSequence) throws IOException {
    try {
      return growing.advance(lastSequence);
    } catch (CorruptionException | ConsistencyException e) {
      SegmentHead now = CurrentHead.of(growing.head().file());
      if (now == null || now.seal().isEmpty()) {
        unread = new HiddenSegment(growing.nextSequence(), Long.MAX_VALUE, e);
        throw e;
      }
      closed.put(now.file().firstSequence(), new ClosedSegment(now, indexes));
      return GrowingSegment.Progress.REPLACED;
    }
  }

  private boolean goesOn(GrowingSegment.Progress progress) throws IOException {
    switch (progress) {
      case REACHED -> {
        return false;
      }
      case FOLLOWED -> ended.put(growing.head().file().firstSequence(), growing.asUnsealed());
      case SEALED -> close(growing.asUnsealed(), growing.head());
      case REPLACED -> closeEnded();
      case SHORTENED -> forgetAll();
    }
    endGrowing();
    return true;
  }

  /** Those that were left for the next segment become closed ones once they are sealed. */
  private void closeEnded() throws IOException {
    for (UnsealedSegment segment : List.copyOf(ended.values())) {
      SegmentHead now = CurrentHead.of(segment.head().file());
      if (now == null) {
        ended.remove(segment.firstSequence()); // sealed, and removed by retention
        publish();
      } else if (!now.identity().equals(segment.head().identity()) || isShorter(now, segment)) {
        forgetAll();
        return;
      } else if (now.seal().isPresent()) {
        ended.remove(segment.firstSequence());
        close(segment, now);
        publish();
      }
    }
  }

  /** Whether it was cut off when the journal was mended. */
  private static boolean isShorter(SegmentHead now, UnsealedSegment segment) {
    return now.continuation().isPresent()
        && now.continuation().get().sequence() != segment.index().lastSequence();
  }

  /** The index of a segment that was read to its end becomes a file. */
  private void close(UnsealedSegment segment, SegmentHead sealed) {
    if (ClosedSegment.isSameFile(sealed, segment.head())) {
      indexes.add(sealed, segment.index());
    }
    closed.put(segment.firstSequence(), new ClosedSegment(sealed, indexes));
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
      if (!isListed || !hidden.isEmpty()) {
        listed.clear(); // there may be more behind it, or what is damaged be mended
      }
    }
    return !isListed;
  }

  /** False when there is one that is not: it is entered. */
  private boolean takeInClosed() throws IOException {
    if (!tidied) {
      tidied = true;
      indexes.deleteLeftovers();
    }
    forgetWhatWasSetBack();
    hidden.clear();
    List<SegmentFile> files = directory.segments();
    for (int i = 0; i < files.size(); i++) {
      SegmentFile file = files.get(i);
      if (i > 0) {
        hideMissing(files.get(i - 1), file);
      }
      SegmentHead head = isKnown(file) ? null : headOf(files, i);
      if (head != null) {
        if (head.seal().isPresent() && indexes.hasFile(head)) {
          closed.put(file.firstSequence(), new ClosedSegment(head, indexes));
        } else if (isEntered(head, i + 1 < files.size() ? files.get(i + 1) : null)) {
          return false;
        }
      }
    }
    publish();
    return true;
  }

  /** The head of a segment; null when there is none, or it is damaged and the segment hidden. */
  private SegmentHead headOf(List<SegmentFile> files, int i) {
    try {
      return CurrentHead.of(files.get(i));
    } catch (CorruptionException | ChecksumMismatchException | CompatibilityException e) {
      boolean isLast = i + 1 == files.size();
      hidden.add(
          new HiddenSegment(
              files.get(i).firstSequence(),
              isLast ? Long.MAX_VALUE : files.get(i + 1).firstSequence() - 1,
              e));
      return null;
    }
  }

  private void hideMissing(SegmentFile before, SegmentFile behind) throws IOException {
    ClosedSegment segment = closed.get(before.firstSequence());
    if (segment != null) {
      missing.between(segment, behind).ifPresent(hidden::add);
    }
  }

  private boolean isKnown(SegmentFile file) {
    return closed.containsKey(file.firstSequence()) || ended.containsKey(file.firstSequence());
  }

  /** False when retention has removed the segment since its head was read. */
  private boolean isEntered(SegmentHead head, SegmentFile behind) throws IOException {
    try {
      growing = new GrowingSegment(directory, head, behind, extractor);
    } catch (NoSuchFileException removed) {
      return false;
    }
    publish();
    return true;
  }

  private void endGrowing() throws IOException {
    if (growing != null) {
      GrowingSegment before = growing;
      growing = null;
      listed.clear();
      publish();
      before.close();
    }
  }

  private void endUnusable() {
    try {
      if (growing != null && !growing.isUsable()) {
        endGrowing();
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, directory.path(), "index");
    }
  }

  private void publish() {
    List<UnsealedSegment> unsealed = new ArrayList<>(ended.values());
    if (growing != null) {
      unsealed.add(growing.asUnsealed());
    }
    map =
        new SegmentMap(
            List.copyOf(closed.values()), List.copyOf(unsealed), List.copyOf(hidden), changes);
  }

  /**
   * A journal that is set back loses its end: so it shows in the newest of the closed segments,
   * whichever others it touches.
   */
  private void forgetWhatWasSetBack() throws IOException {
    if (!closed.isEmpty() && closed.lastEntry().getValue().wasSetBack()) {
      forgetAll();
    }
  }

  /** Segments are not what they were: all are looked at anew. */
  private void forgetAll() throws IOException {
    closed.values().stream().filter(ClosedSegment::lookWhetherGone).forEach(indexes::forget);
    closed.clear();
    ended.clear();
    listed.clear();
    publish();
    endGrowing();
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
    try {
      advance(lastSequence);
      return map.view(indexes);
    } catch (CorruptionException | ConsistencyException e) {
      if (unread == null) {
        throw e;
      }
      return map.view(indexes, unread);
    }
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
        forgetWhatWasSetBack();
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
    ended.clear();
    endGrowing();
    map = SegmentMap.EMPTY;
  }
}
