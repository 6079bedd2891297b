package io.semj.core.storage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/**
 * A file's content as it should be, made of groups of random bytes, and memory that holds one of
 * them as it will lie in the file's pages, or not so.
 */
final class PlacedBytes {
  private static final int PAGE = SegmentAppender.PAGE;

  private final byte[] content;
  private final ByteBuffer memory;

  PlacedBytes(int capacity, int largest, Random random) {
    content = new byte[capacity];
    random.nextBytes(content);
    for (int i = 0; i < capacity; i += Long.BYTES) {
      content[i] |= 1; // the word that publishes a group is never 0
    }
    memory = ByteBuffer.allocateDirect(largest + 3 * PAGE).alignedSlice(PAGE);
  }

  /** What lies in a file at a position, in memory as in the file's pages. */
  ByteBuffer placed(int position, int size) {
    return at(position % PAGE, position, size);
  }

  /** What lies in a file at a position, anywhere else in memory. */
  ByteBuffer displaced(int position, int size) {
    return at(position % PAGE + Long.BYTES, position, size);
  }

  private ByteBuffer at(int begin, int position, int size) {
    memory.clear().put(begin, content, position, size);
    return memory.duplicate().order(ByteOrder.LITTLE_ENDIAN).limit(begin + size).position(begin);
  }

  byte[] bytes(int position, int size) {
    return Arrays.copyOfRange(content, position, position + size);
  }

  /** The content from a position up to another, with nothing but zeros around it. */
  byte[] between(int from, int to) {
    byte[] bytes = new byte[content.length];
    System.arraycopy(content, from, bytes, from, to - from);
    return bytes;
  }
}
