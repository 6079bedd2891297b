package io.semj.query;

import io.semj.core.filter.RecordFilter;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.StorageErrors;
import io.semj.format.RecordFlyweight;
import io.semj.index.BlockIndex;
import io.semj.index.BlockSpan;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.agrona.collections.IntArrayList;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * Finds the records that a filter wants, in the order of the journal or against it, one after
 * another. Holds one block at a time, or a few where they lie apart. One thread.
 */
final class MatchCursor implements Closeable {
  /**
   * After so many blocks in a row whose times are not wanted any more, the index is asked again.
   */
  private static final int MOST_RULED_OUT = 64;

  /** Many searches end after fewer blocks, for which reading ahead would be in vain. */
  private static final int READ_BEFORE_AHEAD = 4;

  private final JournalDirectory directory;
  private final Iterator<QuerySegment> segments;
  private final Search search;
  private final SearchPruner pruner;
  private final ExplainCounters counters;
  private final ReadMemory.Pool pool;
  private final IntArrayList offsets = new IntArrayList();
  private final RecordFlyweight record = new RecordFlyweight();
  private ReadMemory memory;
  private OpenSegment segment;
  private IntIterator blocks;
  private int ruledOut;
  private boolean inBlock;
  private boolean aheadDecided;

  MatchCursor(
      JournalDirectory directory,
      List<QuerySegment> inOrder,
      Search search,
      SearchPruner pruner,
      ExplainCounters counters,
      ReadMemory.Pool pool) {
    this.directory = directory;
    this.search = search;
    this.pruner = pruner;
    this.counters = counters;
    this.pool = pool;
    this.memory = pool.take();
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
    for (RecordFlyweight found = segment.blocks().next();
        found != null;
        found = segment.blocks().next()) {
      if (found.userspaceSequence() > segment.lastSequence()) {
        return null;
      }
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
    return segment.blocks().at(record, offsets.popInt());
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
    BlockSpan row = segment.rows().get(block);
    if (pruner.wanted().rulesOut(row.minTimestamp(), row.maxTimestamp())) {
      if (++ruledOut % MOST_RULED_OUT == 0) {
        narrow(block);
      }
      return false;
    }
    ruledOut = 0;
    if (!aheadDecided && counters.blocksRead >= READ_BEFORE_AHEAD) {
      aheadDecided = true;
      readAhead(block);
    }
    segment.blocks().load(row.position(), row.endPosition());
    counters.blocksRead++;
    if (search.backwards()) {
      gather();
    }
    return true;
  }

  /** Reads what is left of the segment ahead, from a block on. */
  private void readAhead(int block) {
    RoaringBitmap left = segment.chosen().blocks().clone();
    if (search.backwards()) {
      left.remove(block + 1L, 1L << Integer.SIZE);
    } else {
      left.remove(0L, block);
    }
    segment.blocks().readAhead(segment.rows(), left, search.backwards(), pool);
  }

  /** Goes on, behind a block, with those only whose times are still wanted. */
  private void narrow(int passed) {
    SearchPruner.Span wanted = pruner.wanted();
    int first = search.backwards() ? 0 : passed + 1;
    int last = search.backwards() ? passed - 1 : segment.blockCount() - 1;
    RoaringBitmap left =
        segment.index().ask(index -> index.blocksWithin(first, last, wanted.from(), wanted.to()));
    left.and(segment.chosen().blocks());
    iterate(left);
  }

  private void iterate(RoaringBitmap inOrder) {
    blocks = search.backwards() ? inOrder.getReverseIntIterator() : inOrder.getIntIterator();
  }

  /** Where the wanted records of the block are, since records can be walked in one way only. */
  private void gather() {
    offsets.clear();
    for (RecordFlyweight found = nextRecord(); found != null; found = nextRecord()) {
      offsets.addInt(found.offset());
    }
  }

  private boolean nextSegment() throws IOException {
    leaveSegment();
    while (memory != null && segments.hasNext()) {
      QuerySegment next = segments.next();
      if (next.mayMatch(search.filter().bounds())
          && !pruner.wanted().rulesOut(next.minTimestamp(), next.maxTimestamp())) {
        segment = next.open(this::choose, memory);
        if (segment != null) {
          counters.segmentsOpened++;
          counters.blocksConsidered += segment.blockCount();
          counters.indexesUsed.addAll(segment.chosen().used());
          iterate(segment.chosen().blocks());
          return true;
        }
      }
    }
    return false;
  }

  private CandidateBlocks.Candidates choose(BlockIndex index, int blockCount) {
    return CandidateBlocks.of(index, search.filter(), search.userKeys(), blockCount);
  }

  @Override
  public void close() throws IOException {
    leaveSegment();
    if (memory != null) {
      pool.giveBack(memory);
      memory = null;
    }
  }

  private void leaveSegment() throws IOException {
    blocks = null;
    inBlock = false;
    aheadDecided = false;
    if (segment != null) {
      segment.close();
      segment = null;
    }
  }
}
