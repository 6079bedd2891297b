package io.semj.core.engine;

import static io.semj.core.ring.SlotDescriptor.RECORD_OFFSET;

import io.semj.core.ring.SlotSizes;

/** What the stress tests put into slots: numbers that all follow from one. */
final class SlotContent {
  private static final int STRIDE = 256;
  static final int OLD = 1;
  static final int NEW = 2;

  private static final int WORDS = (STRIDE - RECORD_OFFSET) / Long.BYTES;

  private SlotContent() {}

  static RingMemory memory(int capacity) {
    SlotSizes sizes = SlotSizes.of(capacity, STRIDE);
    return new RingMemory(RingMemory.allocate(sizes), sizes);
  }

  static void put(RingMemory memory, long ringSequence, int content) {
    int slot = memory.slot(ringSequence);
    memory.begin(slot);
    memory.head(slot, content, content, RingMemory.group(0, content));
    for (int i = 0; i < WORDS; i++) {
      memory.memory().putLong(slot + RECORD_OFFSET + i * Long.BYTES, content + (long) i);
    }
  }

  static boolean holds(RingMemory memory, long ringSequence, int content) {
    int slot = memory.slot(ringSequence);
    boolean whole =
        memory.length(slot) == content
            && memory.flags(slot) == content
            && memory.groupLeft(slot) == content;
    for (int i = WORDS - 1; i >= 0; i--) {
      whole &= memory.memory().getLong(slot + RECORD_OFFSET + i * Long.BYTES) == content + (long) i;
    }
    return whole;
  }
}
