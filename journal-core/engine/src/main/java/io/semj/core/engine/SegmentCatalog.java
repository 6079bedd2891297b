package io.semj.core.engine;

import io.semj.core.storage.JournalPosition;
import io.semj.format.SegmentIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The segments behind the live one of an open journal, oldest first. All threads. */
final class SegmentCatalog {
  private final Deque<Closed> segments = new ArrayDeque<>();
  private final Deque<Closed> unsealed = new ArrayDeque<>();
  private long bytes;

  /**
   * A segment that nothing is written to any more.
   *
   * @param lastTime when it was closed, or its last event's time if that is later: events may bear
   *     any time, the kernel's count from boot
   */
  record Closed(Path path, long firstSequence, long lastSequence, long bytes, long lastTime) {}

  synchronized void add(Closed segment) {
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

  private static Closed closed(
      Path path, SegmentIdentity identity, JournalPosition end, long closedNanos) {
    return new Closed(
        path,
        identity.firstSequence(),
        end.sequence(),
        end.endPosition(),
        Math.max(closedNanos, end.totals().maxTimestamp()));
  }

  /** The writer has left a segment, which is not synced and sealed yet. */
  synchronized void left(Path path, SegmentIdentity identity, JournalPosition end, long nowNanos) {
    Closed segment = closed(path, identity, end, nowNanos);
    unsealed.addLast(segment);
    bytes += segment.bytes();
  }

  /** The oldest segment that the writer has left is sealed now. */
  synchronized void sealed() {
    segments.addLast(unsealed.removeFirst());
  }

  /** The sealed segments. */
  synchronized List<Closed> list() {
    return new ArrayList<>(segments);
  }

  synchronized void remove(Closed segment) {
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
    Closed oldest = segments.isEmpty() ? unsealed.peekFirst() : segments.getFirst();
    return oldest == null ? ofLive : oldest.firstSequence();
  }
}
