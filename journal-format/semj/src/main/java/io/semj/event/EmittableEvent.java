package io.semj.event;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What a journal can take: an event whose record bytes are, or can be made, ready to be copied.
 *
 * <p>The order of use is: {@link #encode()}, then {@link #kernelViolation()} and {@link #image()}.
 * The image belongs to the event and must not be written to.
 */
public sealed interface EmittableEvent permits SemanticEvent, EventBuilder, KernelEventDecoder {
  /**
   * Makes the image ready.
   *
   * @return the length of the record in bytes
   * @throws io.semj.error.SerializationException if the event exceeds a limit of the format or has
   *     text that is no Unicode
   */
  int encode();

  /**
   * The record, from offset 0. Fields that a journal assigns are as the caller left them, 0 meaning
   * "to be assigned"; the checksum is 0.
   *
   * @return a buffer whose first {@link #encode()} bytes are the record, valid until the event is
   *     changed or encoded again
   */
  DirectBuffer image();

  /**
   * Why the event cannot become a kernel event.
   *
   * @return null if it can, else a message that names the field, the limit and the actual value
   */
  String kernelViolation();

  /**
   * Whether the head of the record says no more than a {@link io.semj.format.UsualHead}, and there
   * are no links.
   *
   * @return false also when that is not known
   */
  boolean hasUsualHead();

  /**
   * The length of the record if its head is usual and a payload of bytes is all that follows: then
   * it can be emitted without {@link #encode()}, by {@link #copyPayload}.
   *
   * @return bytes, or -1 when the event has to be encoded
   */
  default int bareLength() {
    return -1;
  }

  /**
   * Copies the payload of an event that has a {@link #bareLength()}.
   *
   * @param target to copy to
   * @param at where it begins there
   * @param length of it
   * @throws io.semj.error.SerializationException if the payload has another length by now
   */
  default void copyPayload(MutableDirectBuffer target, int at, int length) {
    throw new UnsupportedOperationException("event has to be encoded");
  }
}
