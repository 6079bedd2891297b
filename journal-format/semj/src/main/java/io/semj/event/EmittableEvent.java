package io.semj.event;

import org.agrona.DirectBuffer;

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
}
