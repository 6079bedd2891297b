package io.semj.query;

import io.semj.core.storage.SegmentHead;
import io.semj.index.IndexFile;
import io.semj.index.KeyExtractor;
import io.semj.index.LiveIndex;
import io.semj.index.SegmentFacts;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The indexes of closed segments: read from their files, made where there is none that fits, and
 * kept in memory while they are few bytes together. Any thread.
 */
final class ClosedIndexes {
  private static final int PART_OF_HEAP = 8;
  private static final long MOST_BYTES = 256 << 20;

  private final IndexFiles files;
  private final KeyExtractor extractor;
  private final long mostBytes;

  /** The least recently used first. */
  private final Map<SegmentFacts, IndexFile> inMemory = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;

  ClosedIndexes(IndexFiles files, KeyExtractor extractor) {
    this(files, extractor, Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / PART_OF_HEAP));
  }

  ClosedIndexes(IndexFiles files, KeyExtractor extractor, long mostBytes) {
    this.files = files;
    this.extractor = extractor;
    this.mostBytes = mostBytes;
  }

  /** The index of a segment if it is in memory; else null. */
  synchronized IndexFile inMemory(SegmentFacts segment) {
    return inMemory.get(segment);
  }

  /** The index of a sealed segment, one way or another. */
  IndexFile open(SegmentHead head, SegmentFacts facts) throws IOException {
    IndexFile known = inMemory(facts);
    if (known != null) {
      return known;
    }
    Optional<IndexFile> file = files.open(head);
    return remember(file.isPresent() ? file.get() : make(head));
  }

  private IndexFile make(SegmentHead head) throws IOException {
    try (SegmentIndexer all = new SegmentIndexer(head, extractor)) {
      all.advance(Long.MAX_VALUE, head.seal().orElseThrow().endPosition());
      return files.keep(head, all.index());
    }
  }

  /** Takes in the index of a segment that was just closed. */
  void add(SegmentHead head, LiveIndex index) {
    remember(files.keep(head, index));
  }

  private synchronized IndexFile remember(IndexFile index) {
    IndexFile before = inMemory.put(index.header().segment(), index);
    bytes += index.header().length() - (before == null ? 0 : before.header().length());
    Iterator<IndexFile> oldestFirst = inMemory.values().iterator();
    while (bytes > mostBytes && inMemory.size() > 1) {
      bytes -= oldestFirst.next().header().length();
      oldestFirst.remove();
    }
    return index;
  }

  /** Deletes the index file of a segment that retention has removed. */
  void forget(ClosedSegment removed) {
    SegmentFacts facts = IndexFiles.facts(removed.head());
    synchronized (this) {
      IndexFile index = inMemory.remove(facts);
      bytes -= index == null ? 0 : index.header().length();
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
