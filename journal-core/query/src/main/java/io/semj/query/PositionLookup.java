package io.semj.query;

import io.semj.core.storage.SegmentHead;
import io.semj.index.BlockIndex;
import io.semj.index.LiveIndex;
import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * Finds where the record of a sequence is, in indexes that are in memory: no file is touched unless
 * an index has to be read first, or the segments were changed. Any thread.
 */
final class PositionLookup {
  private final IndexedSegments segments;
  private final LongSupplier written;

  PositionLookup(IndexedSegments segments, LongSupplier written) {
    this.segments = segments;
    this.written = written;
  }

  RecordPosition find(long sequence) throws IOException {
    if (sequence < 1) {
      throw new IllegalArgumentException("sequences begin at 1: actual=" + sequence);
    }
    RecordPosition found = find(segments.recent(), sequence);
    if (found.presence() == RecordPosition.Presence.NOT_WRITTEN
        && sequence <= written.getAsLong()) {
      segments.advance(written.getAsLong());
      found = find(segments.recent(), sequence);
    }
    return found;
  }

  private RecordPosition find(SegmentMap map, long sequence) throws IOException {
    HiddenSegment hidden = map.hiddenAt(sequence);
    if (hidden != null) {
      throw hidden.reason();
    }
    UnsealedSegment unsealed = map.unsealedAt(sequence);
    ClosedSegment closed = map.closedAt(sequence);
    if (unsealed != null
        && (closed == null || closed.firstSequence() <= unsealed.firstSequence())) {
      return inUnsealed(unsealed, sequence);
    }
    if (closed == null) {
      return map.isEmpty() ? RecordPosition.NOT_WRITTEN : RecordPosition.REMOVED;
    }
    closed.takeNote(map.changes());
    RecordPosition found =
        closed.isGone()
            ? null
            : closed.ask(index -> at(closed.head(), index, index.blockCount(), sequence));
    if (found == null) {
      return RecordPosition.REMOVED;
    }
    return found.presence() == RecordPosition.Presence.MISSING && isBehind(map, closed, sequence)
        ? RecordPosition.NOT_WRITTEN
        : found;
  }

  private static RecordPosition inUnsealed(UnsealedSegment segment, long sequence) {
    LiveIndex index = segment.index();
    int blocks = index.blockCount();
    return blocks == 0 || sequence > index.lastSequence(blocks - 1)
        ? RecordPosition.NOT_WRITTEN
        : at(segment.head(), index, blocks, sequence);
  }

  private static boolean isBehind(SegmentMap map, ClosedSegment closed, long sequence) {
    UnsealedSegment newest = map.unsealedAt(Long.MAX_VALUE);
    return (newest == null || newest.firstSequence() < closed.firstSequence())
        && closed == map.closedAt(Long.MAX_VALUE)
        && sequence > closed.lastSequence();
  }

  private static RecordPosition at(
      SegmentHead segment, BlockIndex index, int blockCount, long sequence) {
    int block = index.blockOf(sequence);
    int ordinal = block < 0 || block >= blockCount ? -1 : index.ordinal(block, sequence);
    return ordinal < 0
        ? RecordPosition.MISSING
        : new RecordPosition(
            RecordPosition.Presence.PRESENT,
            segment.file().firstSequence(),
            index.position(block),
            ordinal);
  }
}
