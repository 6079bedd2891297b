package io.semj.core.engine;

import io.semj.core.storage.JournalPosition;
import io.semj.format.SegmentIdentity;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The closed segments of an open journal, oldest first. All threads. */
final class SegmentCatalog {
  private final Deque<Closed> segments = new ArrayDeque<>();
  private long bytes;

  /** A segment that nothing is written to any more. */
  record Closed(Path path, long firstSequence, long lastSequence, long bytes, long lastEventTime) {}

  synchronized void add(Closed segment) {
    segments.addLast(segment);
    bytes += segment.bytes();
  }

  void finished(Path path, SegmentIdentity identity, JournalPosition end) {
    add(
        new Closed(
            path,
            identity.firstSequence(),
            end.sequence(),
            end.endPosition(),
            end.totals().maxTimestamp()));
  }

  synchronized List<Closed> list() {
    return new ArrayList<>(segments);
  }

  synchronized void remove(Closed segment) {
    if (segments.remove(segment)) {
      bytes -= segment.bytes();
    }
  }

  synchronized int count() {
    return segments.size();
  }

  synchronized long bytes() {
    return bytes;
  }

  /** The first sequence there is, or the given one when all closed segments are gone. */
  synchronized long firstSequence(long ofLive) {
    return segments.isEmpty() ? ofLive : segments.getFirst().firstSequence();
  }
}
