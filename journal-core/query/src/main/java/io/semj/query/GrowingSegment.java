package io.semj.query;

import io.semj.core.storage.BlockSource;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentHead;
import io.semj.error.ConsistencyException;
import io.semj.error.CorruptionException;
import io.semj.format.BlockVerdict;
import io.semj.format.SegmentFileName;
import io.semj.format.SegmentSeal;
import io.semj.index.KeyExtractor;
import io.semj.index.LiveIndex;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The segment that is being indexed, and what becomes of it. It has ended when it is sealed, or
 * when the writer has begun the one that follows: that is named by the sequence behind its last
 * one. One thread.
 */
final class GrowingSegment implements Closeable {
  private final JournalDirectory directory;
  private final SegmentFile listedBehind;
  private final SegmentIndexer indexer;
  private SegmentHead head;

  /**
   * Begins to index a segment.
   *
   * @param listedBehind the segment behind it when it was entered, or null: it is damage when it
   *     does not go on where this one ends
   */
  GrowingSegment(
      JournalDirectory directory,
      SegmentHead head,
      SegmentFile listedBehind,
      KeyExtractor extractor)
      throws IOException {
    this.directory = directory;
    this.listedBehind = listedBehind;
    this.head = head;
    this.indexer = new SegmentIndexer(head, extractor);
  }

  /** How far indexing came. */
  enum Progress {
    /** To what was asked for, or to what is written. */
    REACHED,
    /** To the end, and the next segment is begun; this one is not sealed yet. */
    FOLLOWED,
    /** To the end, which is sealed. */
    SEALED,
    /** The file was removed, or is another. */
    REPLACED,
    /** The segment was cut off at a place before. */
    SHORTENED
  }

  /** As it was when it was entered; once it is sealed, with its seal. */
  SegmentHead head() {
    return head;
  }

  LiveIndex index() {
    return indexer.index();
  }

  UnsealedSegment asUnsealed() {
    return new UnsealedSegment(head, indexer.index());
  }

  /** False when it has to be read again from its beginning. */
  boolean isUsable() {
    return indexer.isUsable();
  }

  /**
   * Goes on with what is there.
   *
   * @param lastSequence to stop behind
   * @throws CorruptionException when a block is damaged, or the segment lacks its end
   * @throws ConsistencyException when what follows it does not go on where it ends
   */
  Progress advance(long lastSequence) throws IOException {
    // Asked before reading on: what is sealed by now is all there.
    SegmentHead now = CurrentHead.of(head.file());
    if (now == null || !ClosedSegment.isSameFile(now, head)) {
      return Progress.REPLACED;
    }
    return now.seal().isPresent() ? advanceToSeal(lastSequence, now) : advanceInOpen(lastSequence);
  }

  private Progress advanceToSeal(long lastSequence, SegmentHead now) {
    long end = now.seal().map(SegmentSeal::endPosition).orElseThrow();
    if (indexer.position() > end) {
      return Progress.SHORTENED;
    }
    indexer.advance(lastSequence, end);
    if (indexer.position() < end) {
      return Progress.REACHED;
    }
    head = now;
    return Progress.SEALED;
  }

  private Progress advanceInOpen(long lastSequence) throws IOException {
    boolean isAll = indexer.advance(lastSequence, Long.MAX_VALUE);
    return isAll && isFollowed() ? Progress.FOLLOWED : Progress.REACHED;
  }

  private boolean isFollowed() throws IOException {
    SegmentFile expected = successor();
    if (expected != null && CurrentHead.of(expected) != null) {
      return indexer.isAtEnd();
    }
    SegmentHead behind = listedBehind == null ? null : CurrentHead.of(listedBehind);
    if (behind != null && indexer.isAtEnd() && holdsEvents(behind)) {
      throw MissingSegments.before(listedBehind, lastSequence() + 1);
    }
    return false;
  }

  /** The segment that follows if this one has been read to its end; null when there is none. */
  private SegmentFile successor() {
    if (index().lastSequence() == 0) {
      return null; // An empty one is replaced, and never followed.
    }
    long first = lastSequence() + 1;
    Path path = directory.resolve(SegmentFileName.format(first));
    return Files.exists(path) ? new SegmentFile(path, first) : null;
  }

  /** Nothing from this sequence on is in the index, or will stay there. */
  long nextSequence() {
    return isUsable() ? lastSequence() + 1 : head.file().firstSequence();
  }

  private long lastSequence() {
    return Math.max(index().lastSequence(), head.identity().firstSequence() - 1);
  }

  static boolean holdsEvents(SegmentHead segment) throws IOException {
    try (BlockSource source =
        new BlockSource(segment.file().path(), segment.identity().generation())) {
      return source.load(segment.identity().dataOffset()) != BlockVerdict.END_OF_LOG;
    }
  }

  @Override
  public void close() throws IOException {
    indexer.close();
  }
}
