package io.semj.index;

import io.semj.error.ResourceExhaustedException;
import io.semj.format.RecordFlyweight;
import org.roaringbitmap.RoaringBitmap;

/**
 * The index of a segment that is being read or written from its beginning, in memory. One thread
 * adds: for each block its records, then the block. Any thread may ask; it is told of blocks whose
 * keys can be searched, which is a few blocks behind what was added.
 */
public final class LiveIndex implements BlockIndex {
  /** The most postings that cannot be searched yet: 256 KiB, which sort within a core's cache. */
  private static final int MOST_UNSEALED = 1 << 15;

  /** 32 KiB, so that it stays in a core's cache. */
  private static final int RECENT = 1 << 12;

  /** Brings the kind of a key to the bits that choose its place. */
  private static final int RECENT_SHIFT = IndexKey.HASH_BITS - 8;

  /** The most blocks that should not be searchable yet while somebody asks. */
  private static final int MOST_BEHIND = 64;

  private final BlockTable table = new BlockTable();
  private final PostingRuns postings = new PostingRuns();
  private final SparseSequences sparse = new SparseSequences();
  private final TimeGroups timeGroups = new TimeGroups(this);
  private final RecordKeys keys;

  /** Postings that were just added; most repeats of a block are met here. */
  private final long[] recent = new long[RECENT];

  private final KeySink collect = this::collect;
  private volatile boolean hasUserKeys = true;
  private volatile int searchable;
  private int added;
  private long lastSequence;

  /**
   * An index of nothing yet.
   *
   * @param extractor adds the application's own keys
   */
  public LiveIndex(KeyExtractor extractor) {
    keys = new RecordKeys(extractor);
  }

  /**
   * Adds a record of the next block.
   *
   * @param record a view of it
   */
  public void add(RecordFlyweight record) {
    sparse.add(record.userspaceSequence());
    keys.extract(record, collect);
    if (hasUserKeys && !keys.hasOwn()) {
      hasUserKeys = false;
    }
  }

  private void collect(long key) {
    long posting = Posting.of(key, added);
    int slot = (int) (key ^ key >>> RECENT_SHIFT) & (RECENT - 1);
    if (recent[slot] != posting) {
      recent[slot] = posting;
      postings.add(posting);
    }
  }

  /**
   * Ends a block, whose records have all been added.
   *
   * @param block where it is
   * @throws ResourceExhaustedException when a segment has more blocks than an index can tell apart
   */
  public void endBlock(BlockSpan block) {
    if (added == Posting.MOST_BLOCKS) {
      throw new ResourceExhaustedException(
          "segment has too many blocks for an index: limit=" + Posting.MOST_BLOCKS);
    }
    sparse.endBlock(block, added == 0);
    table.add(block);
    added++;
    lastSequence = block.lastSequence();
    keys.beginBlock();
    if (postings.unsealed() >= MOST_UNSEALED) {
      makeSearchable();
    }
  }

  /** Makes all blocks that were added searchable. Only for the thread that adds. */
  public void makeSearchable() {
    postings.seal();
    searchable = added;
  }

  /**
   * Whether so much was added since the last time that it should be made searchable for those who
   * ask.
   *
   * @return whether {@link #makeSearchable()} is due
   */
  public boolean isSearchDue() {
    return added - searchable >= MOST_BEHIND;
  }

  @Override
  public int blockCount() {
    return searchable;
  }

  @Override
  public long position(int block) {
    return table.position(block);
  }

  @Override
  public long endPosition(int block) {
    return table.endPosition(block);
  }

  @Override
  public long firstSequence(int block) {
    return table.firstSequence(block);
  }

  @Override
  public long lastSequence(int block) {
    return table.lastSequence(block);
  }

  @Override
  public int events(int block) {
    return table.events(block);
  }

  @Override
  public int ordinal(int block, long sequence) {
    long first = table.firstSequence(block);
    if (sequence < first || sequence > table.lastSequence(block)) {
      return -1;
    }
    return table.lastSequence(block) - first == table.events(block) - 1
        ? (int) (sequence - first)
        : sparse.ordinal(first, sequence);
  }

  @Override
  public long minTimestamp(int block) {
    return table.minTimestamp(block);
  }

  @Override
  public long maxTimestamp(int block) {
    return table.maxTimestamp(block);
  }

  @Override
  public RoaringBitmap blocksWithin(int first, int last, long minNanos, long maxNanos) {
    return timeGroups.blocksWithin(first, last, minNanos, maxNanos);
  }

  @Override
  public boolean has(KeyKind kind) {
    return kind != KeyKind.USER || hasUserKeys;
  }

  @Override
  public RoaringBitmap blocksWith(long key) {
    RoaringBitmap blocks = new RoaringBitmap();
    postings.find(key, blocks::add);
    return blocks;
  }

  /**
   * The sequence of the last record of all blocks that were added. Only for the thread that adds.
   *
   * @return a sequence, 0 before the first block
   */
  public long lastSequence() {
    return lastSequence;
  }

  BlockTable table() {
    return table;
  }

  SparseSequences sparse() {
    return sparse;
  }

  long[] sortedPostings() {
    makeSearchable();
    return postings.sorted();
  }
}
