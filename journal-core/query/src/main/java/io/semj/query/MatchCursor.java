package io.semj.query;

import io.semj.core.filter.RecordFilter;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.StorageErrors;
import io.semj.format.RecordFlyweight;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.agrona.collections.IntArrayList;
import org.roaringbitmap.IntIterator;

/**
 * Finds the records that a filter wants, in the order of the journal or against it, one after
 * another. Holds one block at a time. One thread.
 */
final class MatchCursor implements Closeable {
  private final JournalDirectory directory;
  private final Iterator<QuerySegment> segments;
  private final Search search;
  private final SearchPruner pruner;
  private final ExplainCounters counters;
  private final IntArrayList offsets = new IntArrayList();
  private final RecordFlyweight record = new RecordFlyweight();
  private OpenSegment segment;
  private IntIterator blocks;
  private boolean inBlock;

  MatchCursor(
      JournalDirectory directory,
      List<QuerySegment> inOrder,
      Search search,
      SearchPruner pruner,
      ExplainCounters counters) {
    this.directory = directory;
    this.search = search;
    this.pruner = pruner;
    this.counters = counters;
    List<QuerySegment> inDirection = new ArrayList<>(inOrder);
    if (search.backwards()) {
      Collections.reverse(inDirection);
    }
    this.segments = inDirection.iterator();
    counters.segments = inOrder.size();
  }

  /**
   * What is searched, and which way.
   *
   * @param filter that the records match
   * @param userKeys of which one is in their block; empty asks nothing
   * @param backwards whether the newest come first
   */
  record Search(RecordFilter filter, Collection<Long> userKeys, boolean backwards) {}

  /** The next record that is wanted, valid until the next call; null when there is none left. */
  RecordFlyweight next() {
    while (true) {
      RecordFlyweight found = inBlock ? nextInBlock() : null;
      if (found != null) {
        counters.recordsMatched++;
        return found;
      }
      inBlock = nextBlock();
      if (!inBlock) {
        return null;
      }
    }
  }

  private RecordFlyweight nextInBlock() {
    return search.backwards() ? previousRecord() : nextRecord();
  }

  private RecordFlyweight nextRecord() {
    for (RecordFlyweight found = segment.scan().next();
        found != null;
        found = segment.scan().next()) {
      counters.recordsRead++;
      if (search.filter().matches(found)) {
        return found;
      }
    }
    return null;
  }

  private RecordFlyweight previousRecord() {
    if (offsets.isEmpty()) {
      return null;
    }
    return segment.scan().at(record, offsets.popInt());
  }

  private boolean nextBlock() {
    try {
      while (true) {
        while (blocks != null && blocks.hasNext()) {
          if (load(blocks.next())) {
            return true;
          }
        }
        if (!nextSegment()) {
          return false;
        }
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, directory.path(), "query");
    }
  }

  private boolean load(int block) {
    if (pruner.rulesOut(segment.index().minTimestamp(block), segment.index().maxTimestamp(block))
        || !segment.scan().load(segment.index().position(block))) {
      return false;
    }
    counters.blocksRead++;
    if (search.backwards()) {
      gather();
    }
    return true;
  }

  /** Where the wanted records of the block are, since records can be walked in one way only. */
  private void gather() {
    offsets.clear();
    for (RecordFlyweight found = nextRecord(); found != null; found = nextRecord()) {
      offsets.addInt(found.offset());
    }
  }

  private boolean nextSegment() throws IOException {
    close();
    while (segments.hasNext()) {
      QuerySegment next = segments.next();
      if (next.mayMatch(search.filter().bounds())
          && !pruner.rulesOut(next.minTimestamp(), next.maxTimestamp())) {
        segment = next.open();
        if (segment != null) {
          enter();
          return true;
        }
      }
    }
    return false;
  }

  private void enter() {
    CandidateBlocks.Candidates candidates =
        CandidateBlocks.of(
            segment.index(), search.filter(), search.userKeys(), segment.blockCount());
    counters.segmentsOpened++;
    counters.blocksConsidered += segment.blockCount();
    counters.indexesUsed.addAll(candidates.used());
    blocks =
        search.backwards()
            ? candidates.blocks().getReverseIntIterator()
            : candidates.blocks().getIntIterator();
  }

  @Override
  public void close() throws IOException {
    blocks = null;
    if (segment != null) {
      segment.close();
      segment = null;
    }
  }
}
