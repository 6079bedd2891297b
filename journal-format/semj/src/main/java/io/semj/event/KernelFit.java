package io.semj.event;

import static io.semj.format.RecordDescriptor.KERNEL_MAX_LINKS;
import static io.semj.format.RecordDescriptor.KERNEL_MAX_METADATA_LENGTH;
import static io.semj.format.RecordDescriptor.KERNEL_MAX_PAYLOAD_LENGTH;

import io.semj.error.KernelLimitException;
import io.semj.format.ContextField;
import io.semj.format.ContextReader;
import io.semj.format.RecordFlyweight;
import io.semj.format.WireType;

/** Whether an event fits into the kernel's form, and if not, the first reason. */
final class KernelFit {
  static final long PAYLOAD = KERNEL_MAX_PAYLOAD_LENGTH;
  static final long METADATA = KERNEL_MAX_METADATA_LENGTH;
  static final long LINKS = KERNEL_MAX_LINKS;

  private String field;
  private long limit;
  private long actual;
  private boolean zeroInText;

  void reset() {
    field = null;
    zeroInText = false;
  }

  static void require(String name, long most, long found) {
    if (found > most) {
      throw new KernelLimitException(name, most, found);
    }
  }

  static String zeroInText(String name) {
    return "text has a zero character, which would end it in a kernel event: field=" + name;
  }

  private void look(String name, long most, long found) {
    if (found > most && field == null) {
      field = name;
      limit = most;
      actual = found;
    }
  }

  void text(ContextField text, int length, boolean hasZero) {
    look(text.wireName(), text.kernelCapacity() - 1L, length);
    if (hasZero && field == null) {
      field = text.wireName();
      zeroInText = true;
    }
  }

  void sizes(int payload, int metadata, int links) {
    look("payload", PAYLOAD, payload);
    look("metadata", METADATA, metadata);
    look("causality_links", LINKS, links);
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
        ? zeroInText(field)
        : "event exceeds a kernel limit: field="
            + field
            + ", limit="
            + limit
            + ", actual="
            + actual;
  }
}
