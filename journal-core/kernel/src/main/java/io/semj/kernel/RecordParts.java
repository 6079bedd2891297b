package io.semj.kernel;

import static io.semj.format.RecordDescriptor.CONTEXT_SIZE_OFFSET;
import static io.semj.format.RecordDescriptor.EVENT_SIZE_OFFSET;
import static io.semj.format.RecordDescriptor.HEAD_LENGTH;
import static io.semj.format.RecordDescriptor.LINK_COUNT_OFFSET;
import static io.semj.format.RecordDescriptor.LINK_LENGTH;
import static io.semj.format.RecordDescriptor.METADATA_SIZE_OFFSET;
import static io.semj.format.RecordDescriptor.PAYLOAD_SIZE_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.event.SemanticEvent;
import io.semj.format.ContextReader;
import io.semj.format.RecordFlyweight;
import java.nio.ByteBuffer;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A record taken apart, to be changed and put together again. */
final class RecordParts {
  final byte[] head;

  /** Whole entries by field id. */
  final TreeMap<Integer, byte[]> context = new TreeMap<>();

  byte[] payload;
  byte[] metadata;
  byte[] links;

  RecordParts(RecordFlyweight record) {
    DirectBuffer buffer = record.buffer();
    head = copy(buffer, record.offset(), HEAD_LENGTH);
    ContextReader reader = new ContextReader();
    reader.wrap(buffer, record.contextOffset(), record.contextSize());
    while (reader.next()) {
      context.put(reader.fieldId(), copy(buffer, reader.entryOffset(), reader.entryLength()));
    }
    payload = copy(buffer, record.payloadOffset(), record.payloadSize());
    metadata = copy(buffer, record.metadataOffset(), record.metadataSize());
    links = copy(buffer, record.linksOffset(), record.linkCount() * LINK_LENGTH);
  }

  private static byte[] copy(DirectBuffer buffer, int offset, int length) {
    byte[] bytes = new byte[length];
    buffer.getBytes(offset, bytes);
    return bytes;
  }

  ByteBuffer headView() {
    return ByteBuffer.wrap(head).order(LITTLE_ENDIAN);
  }

  /** The event that the parts make. */
  SemanticEvent toEvent() {
    int contextSize = context.values().stream().mapToInt(entry -> entry.length).sum();
    int length = HEAD_LENGTH + contextSize + payload.length + metadata.length + links.length;
    headView()
        .putInt(EVENT_SIZE_OFFSET, length)
        .putInt(CONTEXT_SIZE_OFFSET, contextSize)
        .putInt(PAYLOAD_SIZE_OFFSET, payload.length)
        .putInt(METADATA_SIZE_OFFSET, metadata.length)
        .putInt(LINK_COUNT_OFFSET, links.length / LINK_LENGTH);
    byte[] record = new byte[length];
    ByteBuffer out = ByteBuffer.wrap(record).put(head);
    context.values().forEach(out::put);
    out.put(payload).put(metadata).put(links);
    return SemanticEvent.copyOf(new UnsafeBuffer(record), 0, length);
  }
}
