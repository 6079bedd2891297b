package io.semj.query;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.event.SemanticEvent;
import io.semj.format.RecordDescriptor;
import io.semj.format.RecordFlyweight;
import org.agrona.concurrent.UnsafeBuffer;

/** Makes events of records, with the parts that an answer is to carry. One thread. */
final class EventCopier {
  private static final int CHECKSUM_LENGTH = Integer.BYTES;

  private final ResultContent content;
  private UnsafeBuffer bytes = new UnsafeBuffer(new byte[4096]);

  EventCopier(ResultContent content) {
    this.content = content;
  }

  SemanticEvent copy(RecordFlyweight record) {
    if (content.payload() && content.metadata() && content.causality()) {
      return SemanticEvent.copyOf(record.buffer(), record.offset(), record.length());
    }
    if (bytes.capacity() < record.length()) {
      bytes = new UnsafeBuffer(new byte[record.length()]);
    }
    int end = append(0, record, record.offset(), record.payloadOffset());
    end = part(end, record, content.payload(), record.payloadOffset(), record.metadataOffset());
    end = part(end, record, content.metadata(), record.metadataOffset(), record.linksOffset());
    int behind = record.offset() + record.length();
    end = part(end, record, content.causality(), record.linksOffset(), behind);
    clear(content.payload(), RecordDescriptor.PAYLOAD_SIZE_OFFSET);
    clear(content.metadata(), RecordDescriptor.METADATA_SIZE_OFFSET);
    clear(content.causality(), RecordDescriptor.LINK_COUNT_OFFSET);
    bytes.putInt(RecordDescriptor.EVENT_SIZE_OFFSET, end, LITTLE_ENDIAN);
    bytes.setMemory(RecordDescriptor.CHECKSUM_OFFSET, CHECKSUM_LENGTH, (byte) 0);
    return SemanticEvent.copyOf(bytes, 0, end);
  }

  private int part(int end, RecordFlyweight record, boolean wanted, int from, int to) {
    return wanted ? append(end, record, from, to) : end;
  }

  private int append(int end, RecordFlyweight record, int from, int to) {
    bytes.putBytes(end, record.buffer(), from, to - from);
    return end + to - from;
  }

  private void clear(boolean wanted, int sizeOffset) {
    if (!wanted) {
      bytes.putInt(sizeOffset, 0, LITTLE_ENDIAN);
    }
  }
}
