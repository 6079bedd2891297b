package io.semj.query;

import io.semj.core.storage.SegmentHead;
import io.semj.index.KeyExtractor;
import io.semj.index.LiveIndex;
import io.semj.index.SegmentFacts;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The indexes of closed segments: mapped from their files, which are made where there is none that
 * fits. Those of the least recently used are given up when they are many, or when those that are in
 * memory, since no file could be written or somebody has changed it, are large together. Any
 * thread.
 */
final class ClosedIndexes {
  private static final int PART_OF_HEAP = 8;
  private static final long MOST_HEAP_BYTES = 256 << 20;
  private static final long MOST_MAPPED_BYTES = 16L << 30;

  /** A quarter of the mappings that Linux gives a process. */
  private static final int MOST_INDEXES = 1 << 14;

  private final IndexFiles files;
  private final KeyExtractor extractor;
  private final long mostHeapBytes =
      Math.min(MOST_HEAP_BYTES, Runtime.getRuntime().maxMemory() / PART_OF_HEAP);

  /** The least recently used first. */
  private final Map<SegmentFacts, StoredIndex> known = new LinkedHashMap<>(16, 0.75f, true);

  private long heapBytes;
  private long mappedBytes;

  ClosedIndexes(IndexFiles files, KeyExtractor extractor) {
    this.files = files;
    this.extractor = extractor;
  }

  /** The index of a segment if it is open; else null. */
  synchronized StoredIndex known(SegmentFacts segment) {
    return known.get(segment);
  }

  /** The index of a sealed segment, one way or another. */
  StoredIndex open(SegmentHead head, SegmentFacts facts) throws IOException {
    StoredIndex index = known(facts);
    if (index != null) {
      return index;
    }
    Optional<StoredIndex> file = files.open(head);
    return remember(facts, file.isPresent() ? file.get() : make(head, true));
  }

  /**
   * Puts an index that can be trusted in the place of one whose file was changed: what is mapped if
   * that is sound still, else a new one.
   *
   * @param round how many were replaced before for the same question: after the first nothing is
   *     mapped, since somebody is at it
   */
  StoredIndex instead(SegmentHead head, SegmentFacts facts, StoredIndex untrue, int round)
      throws IOException {
    StoredIndex now = known(facts);
    if (now != null && now != untrue) {
      return now;
    }
    StoredIndex copy = untrue.copied();
    StoredIndex sound = copy != null ? copy : make(head, round == 0);
    return now == null ? sound : remember(facts, sound); // those of removed segments are not kept
  }

  private StoredIndex make(SegmentHead head, boolean mayMap) throws IOException {
    try (SegmentIndexer all = new SegmentIndexer(head, extractor)) {
      all.advance(Long.MAX_VALUE, head.seal().orElseThrow().endPosition());
      return files.keep(head, all.index(), mayMap);
    }
  }

  /** Takes in the index of a segment that was just closed. */
  void add(SegmentHead head, LiveIndex index) {
    remember(IndexFiles.facts(head), files.keep(head, index, true));
  }

  private synchronized StoredIndex remember(SegmentFacts facts, StoredIndex index) {
    weigh(known.put(facts, index), -1);
    weigh(index, 1);
    Iterator<StoredIndex> oldestFirst = known.values().iterator();
    while (isTooMuch() && known.size() > 1) {
      weigh(oldestFirst.next(), -1);
      oldestFirst.remove();
    }
    return index;
  }

  private boolean isTooMuch() {
    return heapBytes > mostHeapBytes
        || mappedBytes > MOST_MAPPED_BYTES
        || known.size() > MOST_INDEXES;
  }

  private void weigh(StoredIndex index, int sign) {
    if (index == null) {
      return;
    }
    if (index.isMapped()) {
      mappedBytes += sign * index.length();
    } else {
      heapBytes += sign * index.length();
    }
  }

  /** Deletes the index file of a segment that retention has removed. */
  void forget(ClosedSegment removed) {
    synchronized (this) {
      weigh(known.remove(IndexFiles.facts(removed.head())), -1);
    }
    files.delete(removed.head());
  }

  void deleteLeftovers() {
    files.deleteLeftovers();
  }

  boolean hasFile(SegmentHead head) {
    return files.exists(head);
  }
}
