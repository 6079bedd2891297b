package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class RecordFlyweightTest {
  private record Field(int size, ToLongFunction<RecordFlyweight> getter) {}

  private static Field u32(ToLongFunction<RecordFlyweight> getter) {
    return new Field(4, getter);
  }

  private static Field u64(ToLongFunction<RecordFlyweight> getter) {
    return new Field(8, getter);
  }

  /** Offset to field, written down from the kernel's own table and not from our constants. */
  private static Map<Integer, Field> fields() {
    Map<Integer, Field> fields = new LinkedHashMap<>();
    fields.put(0, u64(RecordFlyweight::eventId));
    fields.put(8, u32(RecordFlyweight::eventType));
    fields.put(12, u32(RecordFlyweight::eventSubtype));
    fields.put(16, u64(RecordFlyweight::timestampNanos));
    fields.put(24, u64(RecordFlyweight::sequence));
    fields.put(32, u32(RecordFlyweight::cpuId));
    fields.put(36, u32(RecordFlyweight::processId));
    fields.put(40, u64(RecordFlyweight::globalSequence));
    fields.put(48, u64(RecordFlyweight::localSequence));
    fields.put(56, u32(RecordFlyweight::eventFlags));
    fields.put(60, u32(RecordFlyweight::eventPriority));
    fields.put(64, u32(RecordFlyweight::length));
    fields.put(68, u32(RecordFlyweight::contextSize));
    fields.put(72, u32(RecordFlyweight::payloadSize));
    fields.put(76, u32(RecordFlyweight::metadataSize));
    fields.put(80, u32(RecordFlyweight::eventVersion));
    fields.put(84, u32(RecordFlyweight::checksum));
    fields.put(88, u32(RecordFlyweight::compressionType));
    fields.put(92, u32(RecordFlyweight::encryptionType));
    fields.put(96, u32(RecordFlyweight::linkCount));
    fields.put(100, u64(RecordFlyweight::parentEventId));
    fields.put(108, u64(RecordFlyweight::rootCauseEventId));
    fields.put(116, u64(RecordFlyweight::agentVisibilityMask));
    fields.put(124, u32(RecordFlyweight::agentRelevance));
    fields.put(128, u32(RecordFlyweight::replayPriority));
    fields.put(132, u32(RecordFlyweight::userspaceFlags));
    fields.put(136, u64(RecordFlyweight::emissionLatencyNanos));
    fields.put(144, u64(RecordFlyweight::bufferPosition));
    fields.put(152, u64(RecordFlyweight::crossBoundaryId));
    fields.put(160, u64(RecordFlyweight::userspaceSequence));
    fields.put(168, u64(RecordFlyweight::processingTimestamp));
    fields.put(176, u64(RecordFlyweight::persistenceTimestamp));
    fields.put(184, u32(RecordFlyweight::retryCount));
    fields.put(188, u32(RecordFlyweight::groupLeft));
    fields.put(192, u32(RecordFlyweight::groupIndex));
    return fields;
  }

  @Test
  void shouldReadEveryFieldWhereTheKernelsTableHasIt() {
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[RecordDescriptor.HEAD_LENGTH + 5]);
    RecordFlyweight record = new RecordFlyweight().wrap(buffer, 5);
    int end = 0;
    for (Map.Entry<Integer, Field> entry : fields().entrySet()) {
      int offset = entry.getKey();
      Field field = entry.getValue();
      assertThat(offset).isEqualTo(end);
      end += field.size();
      buffer.setMemory(0, buffer.capacity(), (byte) 0);
      buffer.setMemory(5 + offset, field.size(), (byte) 0xFF);
      assertThat(field.getter().applyAsLong(record)).as("offset %d", offset).isEqualTo(-1);
      buffer.putInt(5 + offset, 0x0403_0201, LITTLE_ENDIAN);
      buffer.setMemory(5 + offset + 4, field.size() - 4, (byte) 0);
      assertThat(field.getter().applyAsLong(record)).isEqualTo(0x0403_0201);
    }
    assertThat(end).isEqualTo(RecordDescriptor.RESERVED_OFFSET);
    assertThat(RecordDescriptor.HEAD_LENGTH).isEqualTo(end + 8).isEqualTo(132 + 72);
  }

  @Test
  void shouldTellWhichSequencesAreOfTheSameGroup() {
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[RecordDescriptor.HEAD_LENGTH]);
    RecordFlyweight record = new RecordFlyweight().wrap(buffer, 0);
    buffer.putLong(160, 1_000, LITTLE_ENDIAN);
    assertThat(record.groupFirstSequence()).isEqualTo(1_000);
    assertThat(record.groupLastSequence()).isEqualTo(1_000);
    buffer.putInt(188, 5, LITTLE_ENDIAN);
    buffer.putInt(192, 2, LITTLE_ENDIAN);
    assertThat(record.groupFirstSequence()).isEqualTo(998);
    assertThat(record.groupLastSequence()).isEqualTo(1_005);
  }

  @Test
  void shouldFindTheParts() {
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[600]);
    buffer.putInt(10 + 64, 204 + 1 + 2 + 3 + 160, LITTLE_ENDIAN);
    buffer.putInt(10 + 68, 1, LITTLE_ENDIAN);
    buffer.putInt(10 + 72, 2, LITTLE_ENDIAN);
    buffer.putInt(10 + 76, 3, LITTLE_ENDIAN);
    buffer.putInt(10 + 96, 1, LITTLE_ENDIAN);
    RecordFlyweight record = new RecordFlyweight().wrap(buffer, 10);

    assertThat(record.contextOffset()).isEqualTo(214);
    assertThat(record.payloadOffset()).isEqualTo(215);
    assertThat(record.metadataOffset()).isEqualTo(217);
    assertThat(record.linksOffset()).isEqualTo(220);
    assertThat(record.fits(370)).isTrue();
    assertThat(record.fits(369)).isFalse();
    assertThat(record.fits(203)).isFalse();
  }

  @Test
  void shouldNotBeFooledBySizesThatOverflow() {
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[600]);
    RecordFlyweight record = new RecordFlyweight().wrap(buffer, 0);
    buffer.putInt(64, 204, LITTLE_ENDIAN);
    buffer.putInt(68, Integer.MIN_VALUE, LITTLE_ENDIAN);
    buffer.putInt(72, Integer.MIN_VALUE, LITTLE_ENDIAN);
    assertThat(record.fits(600)).isFalse();

    buffer.putInt(68, 0, LITTLE_ENDIAN);
    buffer.putInt(72, 0, LITTLE_ENDIAN);
    assertThat(record.fits(600)).isTrue();
    buffer.putInt(96, 1 << 27, LITTLE_ENDIAN);
    assertThat(record.fits(600)).isFalse();
  }
}
