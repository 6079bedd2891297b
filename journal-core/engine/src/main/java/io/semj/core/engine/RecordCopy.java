package io.semj.core.engine;

import static io.semj.format.RecordDescriptor.EVENT_SIZE_OFFSET;
import static io.semj.format.RecordDescriptor.LINK_COUNT_OFFSET;
import static io.semj.format.RecordDescriptor.PAYLOAD_SIZE_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.error.SerializationException;
import io.semj.format.RecordDescriptor;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Copies a record whose sizes agree, whatever another thread does to it meanwhile.
 *
 * <p>A builder that two threads use may change between its encoding and the copy. A record whose
 * sizes do not fit together would make the whole block around it unreadable, so the sizes that were
 * checked are stored once more behind the copy. Reading them back from the slot instead would make
 * each emission wait for the slot's memory, which another core has just read.
 */
final class RecordCopy {
  private RecordCopy() {}

  /**
   * Copies a record.
   *
   * @param image that holds it from 0 on
   * @param length of it
   * @throws SerializationException when its sizes do not make that length
   */
  static void copy(DirectBuffer image, int length, MutableDirectBuffer target, int at) {
    int links = image.getInt(LINK_COUNT_OFFSET, LITTLE_ENDIAN);
    long eventAndContext = image.getLong(EVENT_SIZE_OFFSET, LITTLE_ENDIAN);
    long payloadAndMetadata = requireLength(image, length, eventAndContext, links);
    target.putBytes(at, image, 0, length);
    target.putLong(at + EVENT_SIZE_OFFSET, eventAndContext, LITTLE_ENDIAN);
    target.putLong(at + PAYLOAD_SIZE_OFFSET, payloadAndMetadata, LITTLE_ENDIAN);
    target.putInt(at + LINK_COUNT_OFFSET, links, LITTLE_ENDIAN);
  }

  /**
   * The sizes of a record without links, which make its length.
   *
   * @param image that holds it from 0 on
   * @param length of it
   * @return the sizes of payload and metadata, as they lie side by side in the record
   * @throws SerializationException when its sizes do not make that length
   */
  static long requireLength(DirectBuffer image, int length) {
    return requireLength(image, length, image.getLong(EVENT_SIZE_OFFSET, LITTLE_ENDIAN), 0);
  }

  private static long requireLength(
      DirectBuffer image, int length, long eventAndContext, int links) {
    long payloadAndMetadata = image.getLong(PAYLOAD_SIZE_OFFSET, LITTLE_ENDIAN);
    if (RecordDescriptor.length(eventAndContext, payloadAndMetadata, links) != length
        || (int) eventAndContext != length) {
      throw new SerializationException(
          "event was changed while it was emitted, a builder belongs to one thread: bytes="
              + length);
    }
    return payloadAndMetadata;
  }
}
