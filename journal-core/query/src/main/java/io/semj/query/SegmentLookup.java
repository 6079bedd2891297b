package io.semj.query;

import io.semj.core.filter.RecordFilter;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.StorageErrors;
import io.semj.format.RecordFlyweight;
import io.semj.index.BlockIndex;
import io.semj.index.BlockSpan;
import io.semj.query.causality.CausalityExplain;
import io.semj.query.causality.EventLookup;
import io.semj.query.causality.LinkedEvent;
import io.semj.query.causality.WantedEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * Looks events up for causality, in the segments as they were when it was made: reads the blocks
 * that the indexes name, but for those that it still has from before. One thread.
 */
final class SegmentLookup implements EventLookup {
  private static final int MOST_EVENTS_KEPT = 50_000;

  /** 32 MB. */
  private static final int MOST_KEYS_SCANNED = 4_000_000;

  private final JournalDirectory directory;
  private final List<QuerySegment> segments;
  private final RecordFilter within;
  private final ReadMemory.Pool pool;
  private final LinkedEventReader reader = new LinkedEventReader();
  private final LinkedBlocks kept = new LinkedBlocks(MOST_EVENTS_KEPT);
  private final IdentityHashMap<BlockIndex, ScannedKeys> scanned = new IdentityHashMap<>();
  private ReadMemory memory;
  private int keysScanned;
  private int lookups;
  private long blocksRead;
  private long recordsRead;

  SegmentLookup(
      JournalDirectory directory,
      List<QuerySegment> segments,
      RecordFilter within,
      ReadMemory.Pool pool) {
    this.directory = directory;
    this.segments = segments;
    this.within = within;
    this.pool = pool;
    this.memory = pool.take();
  }

  @Override
  public void find(WantedEvents wanted, Predicate<LinkedEvent> taker) {
    lookups++;
    try {
      for (QuerySegment segment : segments) {
        if (segment.mayMatch(within.bounds()) && !findIn(segment, wanted, taker)) {
          return;
        }
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, directory.path(), "look up");
    }
  }

  /** False when no more is to be taken. */
  private boolean findIn(QuerySegment segment, WantedEvents wanted, Predicate<LinkedEvent> taker)
      throws IOException {
    NamedBlocks named = new NamedBlocks(wanted);
    try (OpenSegment opened = segment.open(named::choose, memory)) {
      if (opened == null) {
        return true; // retention has removed it
      }
      ScannedKeys scanning = named.blocks.areAll() ? new ScannedKeys() : null;
      for (IntIterator blocks = named.blocks.blocks().getIntIterator(); blocks.hasNext(); ) {
        int block = blocks.next();
        for (LinkedEvent event : events(opened, block)) {
          if (scanning != null) {
            scanning.add(event, block);
          }
          if (wanted.matches(event) && !taker.test(event)) {
            return false;
          }
        }
      }
      keep(opened.choice().of(), scanning);
    }
    return true;
  }

  private void keep(BlockIndex index, ScannedKeys scanning) {
    if (scanning != null && keysScanned + scanning.size() <= MOST_KEYS_SCANNED) {
      scanning.seal();
      keysScanned += scanning.size();
      scanned.put(index, scanning);
    }
  }

  /** The blocks that an index names, of which those that are still there need not be read. */
  private final class NamedBlocks {
    private final WantedEvents wanted;
    private WantedBlocks blocks;

    NamedBlocks(WantedEvents wanted) {
      this.wanted = wanted;
    }

    CandidateBlocks.Candidates choose(BlockIndex index, int blockCount) {
      blocks = WantedBlocks.of(index, scanned.get(index), wanted, blockCount);
      RoaringBitmap unread = new RoaringBitmap();
      for (IntIterator all = blocks.blocks().getIntIterator(); all.hasNext(); ) {
        int block = all.next();
        if (!kept.has(index, block)) {
          unread.add(block);
        }
      }
      return new CandidateBlocks.Candidates(unread, Set.of());
    }
  }

  private List<LinkedEvent> events(OpenSegment opened, int block) {
    List<LinkedEvent> known = kept.get(opened.choice().of(), block);
    return known != null ? known : read(opened, block);
  }

  private List<LinkedEvent> read(OpenSegment opened, int block) {
    BlockSpan row = opened.rows().get(block);
    List<LinkedEvent> events = new ArrayList<>(row.events());
    opened.blocks().load(row.position(), row.endPosition());
    blocksRead++;
    for (RecordFlyweight record = opened.blocks().next();
        record != null;
        record = opened.blocks().next()) {
      recordsRead++;
      if (record.userspaceSequence() <= opened.lastSequence() && within.matches(record)) {
        events.add(reader.read(record));
      }
    }
    kept.put(opened.choice().of(), block, events);
    return events;
  }

  @Override
  public CausalityExplain explain() {
    return new CausalityExplain(segments.size(), lookups, blocksRead, recordsRead);
  }

  @Override
  public void close() {
    if (memory != null) {
      pool.giveBack(memory);
      memory = null;
    }
  }
}
