package io.semj.event;

import static io.semj.format.RecordDescriptor.KERNEL_MAX_LINKS;
import static io.semj.format.RecordDescriptor.KERNEL_MAX_METADATA_LENGTH;
import static io.semj.format.RecordDescriptor.KERNEL_MAX_PAYLOAD_LENGTH;

import io.semj.error.KernelLimitException;
import io.semj.error.SerializationException;
import io.semj.format.ContextField;
import io.semj.format.ContextReader;
import io.semj.format.RecordFlyweight;
import io.semj.format.WireType;

/** Whether an event fits into the kernel's form, and if not, the first reason. */
final class KernelFit {
  private String field;
  private long limit;
  private long actual;
  private boolean zeroInText;

  void reset() {
    field = null;
    zeroInText = false;
  }

  private void require(String name, long most, long found) {
    if (found > most && field == null) {
      field = name;
      limit = most;
      actual = found;
    }
  }

  void text(ContextField text, int length, boolean hasZero) {
    require(text.wireName(), text.kernelCapacity() - 1L, length);
    if (hasZero && field == null) {
      field = text.wireName();
      zeroInText = true;
    }
  }

  void sizes(int payload, int metadata, int links) {
    require("payload", KERNEL_MAX_PAYLOAD_LENGTH, payload);
    require("metadata", KERNEL_MAX_METADATA_LENGTH, metadata);
    require("causality_links", KERNEL_MAX_LINKS, links);
  }

  /** Looks at a whole record, whose bytes are those of the array. */
  void examine(RecordFlyweight record, byte[] bytes) {
    reset();
    ContextReader reader = new ContextReader();
    reader.wrap(record.buffer(), record.contextOffset(), record.contextSize());
    while (reader.next()) {
      ContextField known = ContextField.ofId(reader.fieldId());
      if (known != null && known.kernelCapacity() > 0 && reader.wireType() == WireType.TEXT) {
        int offset = reader.textOffset();
        int length = reader.textLength();
        text(known, length, RecordBuffer.hasZero(bytes, offset, length));
      }
    }
    sizes(record.payloadSize(), record.metadataSize(), record.linkCount());
  }

  /** Null if the event fits. */
  String message() {
    if (field == null) {
      return null;
    }
    return zeroInText
        ? "text has a zero character, which would end it in a kernel event: field=" + field
        : "event exceeds a kernel limit: field="
            + field
            + ", limit="
            + limit
            + ", actual="
            + actual;
  }

  void throwIfTooLarge() {
    if (field == null) {
      return;
    }
    if (zeroInText) {
      throw new SerializationException(message());
    }
    throw new KernelLimitException(field, limit, actual);
  }
}
