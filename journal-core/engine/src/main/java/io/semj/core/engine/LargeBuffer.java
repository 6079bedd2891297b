package io.semj.core.engine;

import org.agrona.MutableDirectBuffer;

/**
 * Memory for one record that is larger than a slot.
 *
 * @param bytes of it
 * @param ringPosition of its first byte in the ring's file, 0 when it is in private memory
 */
record LargeBuffer(MutableDirectBuffer bytes, long ringPosition) {
  int capacity() {
    return bytes.capacity();
  }

  /** Whether it outlives the process. */
  boolean survives() {
    return ringPosition != 0;
  }
}
