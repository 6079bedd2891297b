package io.semj.query;

import io.semj.event.CausalityLink;
import io.semj.index.IndexKey;
import io.semj.index.KeyKind;
import io.semj.query.causality.LinkedEvent;
import java.util.Arrays;
import org.agrona.collections.LongArrayList;
import org.roaringbitmap.RoaringBitmap;

/**
 * Which blocks of a segment hold the keys that causality is looked up by, found by reading it once:
 * for a segment whose index has no room for them. One thread.
 */
final class ScannedKeys {
  private static final int BLOCK_BITS = 24;

  private final LongArrayList postings = new LongArrayList();
  private long[] sorted = new long[0];

  void add(LinkedEvent event, int block) {
    long self = event.eventId();
    if (self != event.sequence()) {
      put(IndexKey.of(KeyKind.EVENT_ID, self), block);
    }
    if (event.causalityChainId() != 0) {
      put(IndexKey.of(KeyKind.CAUSALITY_CHAIN, event.causalityChainId()), block);
    }
    cause(event.parentEventId(), self, block);
    cause(event.rootCauseEventId(), self, block);
    for (CausalityLink link : event.links()) {
      cause(link.causeEventId(), self, block);
      if (link.effectEventId() != 0 && link.effectEventId() != self) {
        put(IndexKey.effect(link.effectEventId()), block);
      }
    }
  }

  private void cause(long id, long self, int block) {
    if (id != 0 && id != self) {
      put(IndexKey.of(KeyKind.CAUSE, id), block);
    }
  }

  private void put(long key, int block) {
    postings.addLong(key << BLOCK_BITS | block);
  }

  /** All is added. */
  void seal() {
    sorted = postings.toLongArray();
    Arrays.sort(sorted);
    postings.clear();
    postings.trimToSize();
  }

  int size() {
    return Math.max(postings.size(), sorted.length);
  }

  void find(long key, RoaringBitmap blocks) {
    int found = Arrays.binarySearch(sorted, key << BLOCK_BITS);
    // Shifted, the kind's highest bit is the sign: keys stay together all the same.
    for (int i = found < 0 ? -found - 1 : found;
        i < sorted.length && sorted[i] >>> BLOCK_BITS == key;
        i++) {
      blocks.add((int) sorted[i] & ((1 << BLOCK_BITS) - 1));
    }
  }
}
