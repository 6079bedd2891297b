package io.semj.query;

import io.semj.index.BlockIndex;
import io.semj.query.causality.LinkedEvent;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The events of the blocks that were read last, because causes and effects often lie in the same
 * blocks. One thread.
 */
final class LinkedBlocks {
  private final int mostEvents;

  /** The least recently used first. */
  private final Map<Key, List<LinkedEvent>> blocks = new LinkedHashMap<>(16, 0.75f, true);

  private int events;

  /** A segment that is rewritten has another index. */
  private record Key(BlockIndex index, int block) {}

  /**
   * Keeps blocks.
   *
   * @param mostEvents that are kept, a link counted as an event; the last block is kept in any case
   */
  LinkedBlocks(int mostEvents) {
    this.mostEvents = mostEvents;
  }

  boolean has(BlockIndex index, int block) {
    return blocks.containsKey(new Key(index, block));
  }

  /** The events of a block; null when they are not kept. */
  List<LinkedEvent> get(BlockIndex index, int block) {
    return blocks.get(new Key(index, block));
  }

  void put(BlockIndex index, int block, List<LinkedEvent> ofBlock) {
    blocks.put(new Key(index, block), ofBlock);
    events += weight(ofBlock);
    Iterator<List<LinkedEvent>> oldestFirst = blocks.values().iterator();
    while (events > mostEvents && blocks.size() > 1) {
      events -= weight(oldestFirst.next());
      oldestFirst.remove();
    }
  }

  private static int weight(List<LinkedEvent> ofBlock) {
    int weight = 1;
    for (LinkedEvent event : ofBlock) {
      weight += 1 + event.links().size();
    }
    return weight;
  }
}
