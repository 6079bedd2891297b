package io.semj.core.engine;

import io.semj.core.storage.JournalPosition;
import io.semj.format.SegmentIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The segments behind the live one of an open journal, oldest first. All threads. */
final class SegmentCatalog {
  private static final long CLOCK_STEP_MILLIS = 1_000;

  private final Deque<ClosedSegment> segments = new ArrayDeque<>();
  private final Deque<ClosedSegment> unsealed = new ArrayDeque<>();
  private long bytes;
  private FileTime lookedAt;

  synchronized void add(ClosedSegment segment) {
    segments.addLast(segment);
    bytes += segment.bytes();
  }

  /** A segment that was closed by an earlier opening. */
  void add(Path path, SegmentIdentity identity, JournalPosition end) {
    add(closed(path, identity, end, modified(path)));
  }

  private static long modified(Path path) {
    try {
      return Files.getLastModifiedTime(path).to(TimeUnit.NANOSECONDS);
    } catch (IOException unknown) {
      return Long.MIN_VALUE;
    }
  }

  private static ClosedSegment closed(
      Path path, SegmentIdentity identity, JournalPosition end, long closedNanos) {
    return new ClosedSegment(
        path,
        identity.firstSequence(),
        end.sequence(),
        end.endPosition(),
        Math.max(closedNanos, end.totals().maxTimestamp()));
  }

  /** The writer has left a segment, which is not synced and sealed yet. */
  synchronized void left(Path path, SegmentIdentity identity, JournalPosition end, long nowNanos) {
    ClosedSegment segment = closed(path, identity, end, nowNanos);
    unsealed.addLast(segment);
    bytes += segment.bytes();
  }

  /** The oldest segment that the writer has left is sealed now. */
  synchronized void sealed() {
    segments.addLast(unsealed.removeFirst());
  }

  /** The sealed segments. */
  synchronized List<ClosedSegment> list() {
    return new ArrayList<>(segments);
  }

  /**
   * Looks at the sealed segments' files again when names in their directory have changed: others
   * may have rewritten some, or moved them to an archive.
   */
  synchronized void refresh(Path directory) throws IOException {
    FileTime changed = Files.getLastModifiedTime(directory);
    if (changed.equals(lookedAt)) {
      return;
    }
    for (int i = segments.size(); i > 0; i--) {
      ClosedSegment segment = segments.removeFirst();
      bytes -= segment.bytes();
      if (Files.exists(segment.path())) {
        add(segment.withBytes(Files.size(segment.path())));
      }
    }
    // Changes that follow within the clock's step do not show: only what is past counts.
    long age = System.currentTimeMillis() - changed.toMillis();
    lookedAt = age > CLOCK_STEP_MILLIS ? changed : null;
  }

  synchronized void remove(ClosedSegment segment) {
    if (segments.remove(segment)) {
      bytes -= segment.bytes();
    }
  }

  synchronized int count() {
    return segments.size() + unsealed.size();
  }

  synchronized long bytes() {
    return bytes;
  }

  /** The first sequence there is, or the given one when all closed segments are gone. */
  synchronized long firstSequence(long ofLive) {
    ClosedSegment oldest = segments.isEmpty() ? unsealed.peekFirst() : segments.getFirst();
    return oldest == null ? ofLive : oldest.firstSequence();
  }
}
