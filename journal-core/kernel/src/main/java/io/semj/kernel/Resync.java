package io.semj.kernel;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.error.MalformedKernelEventException;
import io.semj.event.KernelEventCodec;
import io.semj.event.KernelEventDecoder;
import io.semj.format.RecordDescriptor;
import org.agrona.DirectBuffer;

/**
 * Decides where a reader goes on behind an event that is malformed. Its length may be what is wrong
 * with it, so that there are up to two candidates: what event_size says, and what its parts sum up
 * to. The first of these that holds decides.
 *
 * <ol>
 *   <li>At a candidate a whole event begins that is sound, checksum included, or the data ends.
 *   <li>The two candidates agree and, between, no whole sound event begins.
 *   <li>A whole sound event begins somewhere behind: the first such byte.
 * </ol>
 *
 * So an event with a wrong checksum or text is skipped by its length, and one whose length lies is
 * skipped up to the next sound event. A payload that has a sound kernel event in it is not mistaken
 * for one unless both of the event's lengths lie.
 */
final class Resync {
  /** Not enough bytes yet to tell. */
  static final int UNDECIDED = -1;

  private static final int HEADER = RecordDescriptor.KERNEL_HEADER_LENGTH;
  private static final int LONGEST = RecordDescriptor.KERNEL_MAX_EVENT_LENGTH;

  private final KernelEventDecoder probe = new KernelEventDecoder();

  /**
   * How many bytes to pass over.
   *
   * @param bytes that hold the malformed event and what follows
   * @param at where it begins
   * @param limit where what is there now ends
   * @param ended whether that is the end of all
   * @return bytes, at least 1, or {@link #UNDECIDED}
   */
  int skip(DirectBuffer bytes, int at, int limit, boolean ended) {
    if (limit - at < HEADER) {
      return ended ? limit - at : UNDECIDED;
    }
    long stated = stated(bytes, at);
    long sum = KernelEventCodec.sumOfParts(bytes, at);
    for (long length : new long[] {stated, sum}) {
      if (length >= HEADER
          && length <= LONGEST
          && leadsOn(bytes, at + (int) length, limit, ended)) {
        return (int) length;
      }
    }
    int next = nextSound(bytes, at + 1, limit);
    int agreed = KernelEventCodec.plausibleSize(bytes, at);
    boolean whole = agreed >= 0 && at + agreed <= limit;
    if (whole && (next < 0 || next > at + agreed)) {
      return agreed;
    }
    return orEnd(next, at, limit, ended);
  }

  /**
   * How many bytes more to pass over, in the midst of a malformed event whose own lengths led
   * nowhere.
   *
   * @param bytes that hold a part of the malformed event and what follows
   * @param at where no sound event begins
   * @param limit where what is there now ends
   * @param ended whether that is the end of all
   * @return bytes, at least 1, or {@link #UNDECIDED}
   */
  int goOn(DirectBuffer bytes, int at, int limit, boolean ended) {
    return orEnd(nextSound(bytes, at + 1, limit), at, limit, ended);
  }

  private static int orEnd(int next, int at, int limit, boolean ended) {
    if (next >= 0) {
      return next - at;
    }
    return ended ? limit - at : UNDECIDED;
  }

  private static long stated(DirectBuffer bytes, int at) {
    return Integer.toUnsignedLong(
        bytes.getInt(at + RecordDescriptor.EVENT_SIZE_OFFSET, LITTLE_ENDIAN));
  }

  private boolean leadsOn(DirectBuffer bytes, int at, int limit, boolean ended) {
    return (at == limit && ended) || isSound(bytes, at, limit);
  }

  private int nextSound(DirectBuffer bytes, int from, int limit) {
    for (int at = from; at <= limit - HEADER; at++) {
      if (isSound(bytes, at, limit)) {
        return at;
      }
    }
    return -1;
  }

  private boolean isSound(DirectBuffer bytes, int at, int limit) {
    if (at > limit - HEADER) {
      return false;
    }
    int size = KernelEventCodec.plausibleSize(bytes, at);
    if (size < 0 || size > limit - at) {
      return false;
    }
    try {
      probe.decode(bytes, at, limit - at);
      return true;
    } catch (MalformedKernelEventException e) {
      return false;
    }
  }
}
