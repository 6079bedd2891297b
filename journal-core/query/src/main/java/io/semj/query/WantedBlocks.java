package io.semj.query;

import io.semj.index.BlockIndex;
import io.semj.index.IndexKey;
import io.semj.index.KeyKind;
import io.semj.query.causality.WantedEvents;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.roaringbitmap.RoaringBitmap;

/** Which blocks of a segment may hold events that a lookup wants. */
final class WantedBlocks {
  private final BlockIndex index;
  private final ScannedKeys scanned;
  private final RoaringBitmap all = new RoaringBitmap();
  private final RoaringBitmap named = new RoaringBitmap();
  private boolean allNamed;

  private WantedBlocks(BlockIndex index, ScannedKeys scanned, int blockCount) {
    this.index = index;
    this.scanned = scanned;
    all.add(0L, blockCount);
  }

  /**
   * Asks an index.
   *
   * @param index of the segment
   * @param scanned what the index lacks; null when nothing was scanned
   * @param wanted events
   * @param blockCount of the blocks that may be named
   */
  static WantedBlocks of(
      BlockIndex index, ScannedKeys scanned, WantedEvents wanted, int blockCount) {
    WantedBlocks blocks = new WantedBlocks(index, scanned, blockCount);
    if (blockCount > 0) {
      wanted.eventIds().forEach(blocks::ofSequence);
      blocks.ofKeys(KeyKind.EVENT_ID, wanted.eventIds(), id -> IndexKey.of(KeyKind.EVENT_ID, id));
      blocks.ofKeys(KeyKind.CAUSE, wanted.causes(), id -> IndexKey.of(KeyKind.CAUSE, id));
      blocks.ofKeys(KeyKind.CAUSE, wanted.effects(), IndexKey::effect);
      blocks.ofKeys(
          KeyKind.CAUSALITY_CHAIN, wanted.chains(), id -> IndexKey.of(KeyKind.CAUSALITY_CHAIN, id));
    }
    blocks.named.and(blocks.all);
    return blocks;
  }

  /** The blocks. */
  RoaringBitmap blocks() {
    return named;
  }

  /** Whether these are all blocks, because the index lacks a kind of key. */
  boolean areAll() {
    return allNamed;
  }

  /** An event that the journal gave its id has its sequence for an id, and no key. */
  private void ofSequence(long id) {
    int block = index.blockOf(id);
    if (block >= 0 && id <= index.lastSequence(block)) {
      named.add(block);
    }
  }

  private void ofKeys(KeyKind kind, Set<Long> values, LongUnaryOperator key) {
    if (values.isEmpty()) {
      return;
    }
    boolean isIndexed = index.has(kind);
    if (!isIndexed && scanned == null) {
      allNamed = true;
      named.or(all);
      return;
    }
    for (long value : values) {
      if (isIndexed) {
        named.or(index.blocksWith(key.applyAsLong(value)));
      } else {
        scanned.find(key.applyAsLong(value), named);
      }
    }
  }
}
