package io.semj.event;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.error.CorruptionException;
import io.semj.error.JournalException;
import io.semj.error.SerializationException;
import io.semj.error.VersionMismatchException;
import io.semj.format.RecordDescriptor;
import io.semj.format.WireType;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class SemanticEventTest {
  private static SemanticEvent copyOf(byte[] record) {
    return SemanticEvent.copyOf(new UnsafeBuffer(record), 0, record.length);
  }

  /** A record with these context bytes and nothing else. */
  private static byte[] record(byte... context) {
    byte[] record = new byte[RecordDescriptor.HEAD_LENGTH + context.length];
    byte[] head = SemanticEvent.builder(0x0777).build().toByteArray();
    System.arraycopy(head, 0, record, 0, head.length);
    System.arraycopy(context, 0, record, head.length, context.length);
    UnsafeBuffer view = new UnsafeBuffer(record);
    view.putInt(RecordDescriptor.CONTEXT_SIZE_OFFSET, context.length, LITTLE_ENDIAN);
    view.putInt(RecordDescriptor.EVENT_SIZE_OFFSET, record.length, LITTLE_ENDIAN);
    return record;
  }

  private static byte[] fields(byte[]... fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] field : fields) {
      out.writeBytes(field);
    }
    return out.toByteArray();
  }

  private static final byte[] UNKNOWN_0 = {0, WireType.BYTES, 2, 0, 0, 0, 7, 8};
  private static final byte[] SESSION = {2, WireType.U64, 1, 0, 0, 0, 0, 0, 0, 0};
  private static final byte[] PATH = {4, WireType.TEXT, 3, 0, '/', (byte) 0xFF, 'x'};
  private static final byte[] UNKNOWN_40 = {40, WireType.U32, 1, 2, 3, 4};
  private static final byte[] UNKNOWN_63 = {63, WireType.TEXT, 0, 0};
  private static final byte[] LOG_LEVEL = {67, WireType.TEXT, 0, 0};
  private static final byte[] UNKNOWN_255 = {(byte) 255, WireType.F64, 1, 2, 3, 4, 5, 6, 7, 8};
  private static final byte[] MIXED =
      fields(UNKNOWN_0, SESSION, PATH, UNKNOWN_40, UNKNOWN_63, LOG_LEVEL, UNKNOWN_255);

  @Test
  void shouldKeepEveryByteOfARecord() {
    long seed = 20_260_103;
    System.out.println("seed=" + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      byte[] record =
          EventBuilderTest.fill(SemanticEvent.builder(random.nextInt()), random)
              .build()
              .toByteArray();
      UnsafeBuffer view = new UnsafeBuffer(record);
      for (int at = RecordDescriptor.USERSPACE_FLAGS_OFFSET; at < 204; at++) {
        view.putByte(at, (byte) random.nextInt());
      }
      view.putInt(RecordDescriptor.CHECKSUM_OFFSET, random.nextInt(), LITTLE_ENDIAN);
      view.putInt(RecordDescriptor.EVENT_PRIORITY_OFFSET, random.nextInt(), LITTLE_ENDIAN);

      SemanticEvent event = copyOf(record);
      assertThat(event.toByteArray()).isEqualTo(record);
      assertThat(event.checksum())
          .isEqualTo(view.getInt(RecordDescriptor.CHECKSUM_OFFSET, LITTLE_ENDIAN));
      assertThat(event.image().getInt(RecordDescriptor.CHECKSUM_OFFSET)).isZero();
      assertThat(event.encode()).isEqualTo(record.length);
    }
  }

  @Test
  void shouldKeepUnknownFieldsAndTextThatIsNoUtf8() {
    byte[] record = record(MIXED);
    SemanticEvent event = copyOf(record);

    assertThat(event.toByteArray()).isEqualTo(record);
    assertThat(event.type()).isEmpty();
    assertThat(event.category()).isEmpty();
    assertThat(event.sessionId()).isEqualTo(1);
    assertThat(event.path()).isEqualTo("/\uFFFDx");
    assertThat(event.observability().logLevel()).contains("");
    assertThat(event.toBuilder().build()).isEqualTo(event);
  }

  @Test
  void shouldPutNewFieldsBetweenUnknownOnesInOrder() {
    byte[] transaction = {1, WireType.U64, 9, 0, 0, 0, 0, 0, 0, 0};
    byte[] severity = {76, WireType.TEXT, 1, 0, 'x'};
    SemanticEvent changed =
        copyOf(record(MIXED)).toBuilder().transactionId(9).sessionId(0).alertSeverity("x").build();

    assertThat(changed)
        .isEqualTo(
            copyOf(
                record(
                    fields(
                        UNKNOWN_0,
                        transaction,
                        PATH,
                        UNKNOWN_40,
                        UNKNOWN_63,
                        LOG_LEVEL,
                        severity,
                        UNKNOWN_255))));
    assertThat(changed.toBuilder().reset(0x0777).build()).isEqualTo(copyOf(record()));
  }

  @Test
  void shouldClearIdentityButNotContentInABuilder() {
    EventBuilder content = SemanticEvent.builder(EventType.AGENT_QUERY).timestampNanos(5);
    content.agent("a", "b", 3).payloadText("p").link(1, 2, 3, 4, 5, "d").rootCauseEventId(77);
    SemanticEvent expected = content.build();
    byte[] emitted = content.identity(1, 2, 3, 4, 5, 6).build().toByteArray();
    UnsafeBuffer view = new UnsafeBuffer(emitted);
    view.putLong(RecordDescriptor.USERSPACE_SEQUENCE_OFFSET, 9, LITTLE_ENDIAN);
    view.putLong(RecordDescriptor.PERSISTENCE_TIMESTAMP_OFFSET, 9, LITTLE_ENDIAN);
    view.putLong(RecordDescriptor.PROCESSING_TIMESTAMP_OFFSET, 9, LITTLE_ENDIAN);
    view.putLong(RecordDescriptor.EMISSION_LATENCY_OFFSET, 9, LITTLE_ENDIAN);
    view.putLong(RecordDescriptor.BUFFER_POSITION_OFFSET, 9, LITTLE_ENDIAN);
    view.putInt(RecordDescriptor.RETRY_COUNT_OFFSET, 9, LITTLE_ENDIAN);
    view.putInt(RecordDescriptor.CHECKSUM_OFFSET, 9, LITTLE_ENDIAN);

    assertThat(copyOf(emitted).sequence()).isEqualTo(9);
    assertThat(copyOf(emitted).kernelSequence()).isEqualTo(2);
    assertThat(copyOf(emitted).toBuilder().build()).isEqualTo(expected);
  }

  @Test
  void shouldForgetARootCauseThatIsTheEventItself() {
    SemanticEvent own =
        SemanticEvent.builder(1).identity(5, 0, 0, 0, 0, 0).rootCauseEventId(5).build();

    assertThat(own.toBuilder().build().rootCauseEventId()).isZero();
  }

  @Test
  void shouldBeEqualIfAndOnlyIfAllBytesAre() {
    byte[] record = record(MIXED);
    SemanticEvent event = copyOf(record);
    assertThat(copyOf(record)).isEqualTo(event).hasSameHashCodeAs(event);
    assertThat(event).isNotEqualTo(null).isNotEqualTo("event");

    byte[] other = record.clone();
    other[RecordDescriptor.RESERVED_OFFSET]++;
    assertThat(copyOf(other)).isNotEqualTo(event);
  }

  @Test
  void shouldCopyFromTheMiddleOfABuffer() {
    byte[] record = record(MIXED);
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[record.length + 20]);
    buffer.putBytes(13, record);

    assertThat(SemanticEvent.copyOf(buffer, 13, record.length)).isEqualTo(copyOf(record));
  }

  @Test
  void shouldRefuseRecordsThatAreCutShortOrContradictThemselves() {
    byte[] record = record(MIXED);
    UnsafeBuffer buffer = new UnsafeBuffer(record);
    for (int length = 0; length <= record.length + 1; length++) {
      int given = length;
      if (length != record.length) {
        assertThatThrownBy(() -> SemanticEvent.copyOf(buffer, 0, given))
            .isInstanceOf(CorruptionException.class);
      }
    }
    assertThatThrownBy(() -> SemanticEvent.copyOf(buffer, -1, record.length))
        .isInstanceOf(CorruptionException.class);
    for (int offset = RecordDescriptor.EVENT_SIZE_OFFSET;
        offset < RecordDescriptor.EVENT_VERSION_OFFSET;
        offset += Integer.BYTES) {
      byte[] damaged = record.clone();
      new UnsafeBuffer(damaged).putInt(offset, -1, LITTLE_ENDIAN);
      assertThatThrownBy(() -> copyOf(damaged))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining("contradict")
          .hasMessageContaining("4294967295");
    }
  }

  @Test
  void shouldRefuseAnotherVersion() {
    byte[] record = record();
    record[RecordDescriptor.EVENT_VERSION_OFFSET] = 2;

    assertThatThrownBy(() -> copyOf(record)).isInstanceOf(VersionMismatchException.class);
  }

  @Test
  void shouldRefuseAKnownFieldOfAnotherWireType() {
    SemanticEvent event =
        copyOf(record((byte) 4, (byte) WireType.U32, (byte) 1, (byte) 0, (byte) 0, (byte) 0));

    assertThatThrownBy(event::path)
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("wrong wire type: field=path, expected=3, actual=1");
    assertThatThrownBy(event::toBuilder).isInstanceOf(SerializationException.class);
    assertThatThrownBy(() -> KernelEventCodec.encode(event))
        .isInstanceOf(SerializationException.class);
  }

  @Test
  void shouldAnswerDamagedContextsWithTypedErrorsOnly() {
    long seed = 20_260_104;
    System.out.println("seed=" + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 3_000; i++) {
      byte[] context = MIXED.clone();
      for (int flips = random.nextInt(3); flips >= 0; flips--) {
        context[random.nextInt(context.length)] = (byte) random.nextInt();
      }
      SemanticEvent event = copyOf(record(context));
      try {
        event.path();
        event.observability();
        event.kernelViolation();
        event.toBuilder().build();
        KernelEventCodec.encode(event);
      } catch (JournalException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void shouldSayWhatItIs() {
    assertThat(SemanticEvent.builder(EventType.FILESYSTEM_WRITE).path("/a").build())
        .hasToString(
            "SemanticEvent[type=filesystem.write, sequence=0, event_id=0, timestamp_ns=0,"
                + " priority=3, path=/a, payload=0 B, length=210 B]");
  }
}
