package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The head of a record that says no more than most do: its type, subtype and time, its flags and
 * priority, and its sizes. All else is as it is before anybody sets it, so that such a head can be
 * told in a quarter of its bytes.
 */
public final class UsualHead {
  private static final int PRIORITY = 3;
  private static final int RELEVANCE = 50;
  private static final UnsafeBuffer BYTES = bytes();

  private UsualHead() {}

  private static UnsafeBuffer bytes() {
    UnsafeBuffer head = new UnsafeBuffer(new byte[RecordDescriptor.HEAD_LENGTH]);
    head.putInt(RecordDescriptor.EVENT_PRIORITY_OFFSET, PRIORITY, LITTLE_ENDIAN);
    head.putInt(
        RecordDescriptor.EVENT_VERSION_OFFSET, RecordDescriptor.EVENT_VERSION, LITTLE_ENDIAN);
    head.putLong(RecordDescriptor.AGENT_VISIBILITY_MASK_OFFSET, -1L, LITTLE_ENDIAN);
    head.putInt(RecordDescriptor.AGENT_RELEVANCE_OFFSET, RELEVANCE, LITTLE_ENDIAN);
    return head;
  }

  /**
   * Puts the head of a record of which nothing is known: normal priority, the version, all agents,
   * a relevance of 50, and zeros.
   *
   * @param target of the head
   * @param at where it begins there
   */
  public static void put(MutableDirectBuffer target, int at) {
    target.putBytes(at, BYTES, 0, RecordDescriptor.HEAD_LENGTH);
  }
}
