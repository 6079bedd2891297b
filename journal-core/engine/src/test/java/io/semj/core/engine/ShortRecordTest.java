package io.semj.core.engine;

import static io.semj.core.ring.SlotDescriptor.SHORT;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.fixture.Events;
import io.semj.core.ring.RingOrigin;
import io.semj.core.ring.SlotDescriptor;
import io.semj.core.ring.SlotSizes;
import io.semj.error.SerializationException;
import io.semj.event.EmittableEvent;
import io.semj.event.EventBuilder;
import io.semj.event.EventPriority;
import io.semj.format.RecordDescriptor;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That a record which was in its short form is what it would have been without. */
class ShortRecordTest {
  private static final long NOW = 1_700_000_000_000_000_000L;
  private static final long FIRST = 1_000;
  private static final int CAPACITY = 64;
  private static final long LATENCY = 123;

  private final SlotSizes sizes = SlotSizes.of(CAPACITY, 1_024);
  private final RingMemory memory = new RingMemory(RingMemory.allocate(sizes), sizes);
  private final ShortRecord form =
      new ShortRecord(new RingOrigin(FIRST, CAPACITY, RecordStamp.PROCESS_ID));

  /** The record as it is made without a short form. */
  private static byte[] whole(EmittableEvent event, int priority, long ringSequence, long group) {
    int length = event.encode();
    UnsafeBuffer record = new UnsafeBuffer(new byte[length]);
    RecordCopy.copy(event.image(), length, record, 0);
    int slot = (int) ringSequence % CAPACITY;
    new RecordStamp(FIRST).stamp(event.image(), record, 0, ringSequence, slot, group, NOW);
    record.putInt(RecordDescriptor.EVENT_PRIORITY_OFFSET, priority, LITTLE_ENDIAN);
    record.putLong(RecordDescriptor.EMISSION_LATENCY_OFFSET, LATENCY, LITTLE_ENDIAN);
    return record.byteArray();
  }

  private byte[] throughItsSlot(int length, long ringSequence, long group) {
    int slot = memory.slot(ringSequence);
    memory.memory().putLong(slot + SlotDescriptor.SHORT_LATENCY_OFFSET, LATENCY, LITTLE_ENDIAN);
    memory.head(slot, length, SHORT, group);
    UnsafeBuffer record = new UnsafeBuffer(new byte[length]);
    int body = memory.body(ringSequence, length);
    form.expand(memory.memory(), slot, body, FIRST + ringSequence, record, 0);
    return record.byteArray();
  }

  private static EventBuilder random(SplittableRandom random) {
    EventBuilder builder = new EventBuilder(random.nextInt(1 << 16));
    builder.subtype(random.nextInt()).flags(random.nextInt());
    builder.timestampNanos(random.nextBoolean() ? 0 : random.nextLong());
    builder.priority(random.nextBoolean() ? EventPriority.LOW : EventPriority.HIGH);
    if (random.nextBoolean()) {
      builder.transactionId(random.nextLong()).path("/p".repeat(random.nextInt(20)));
    }
    if (random.nextBoolean()) {
      builder.metadata(Events.bytes(random.nextLong(), random.nextInt(60)));
    }
    byte[] payload =
        Events.bytes(random.nextLong(), random.nextInt(random.nextBoolean() ? 120 : 900));
    return switch (random.nextInt(5)) {
      case 0 -> builder;
      case 1 -> builder.payload(payload);
      case 2 -> builder.payload(ByteBuffer.wrap(payload));
      case 3 -> builder.payload(new UnsafeBuffer(payload), 0, payload.length);
      default -> builder.payloadText("é".repeat(random.nextInt(60)));
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldBeWhatItWouldHaveBeenWithoutItsShortForm(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (long r = 0; r < 2_000; r++) {
      EventBuilder event = random(random);
      int priority = 1 + random.nextInt(5);
      long group = RingMemory.group(random.nextInt(9), random.nextInt(9));
      byte[] expected = whole(event, priority, r, group);
      assertThat(event.hasUsualHead()).isTrue();
      int body = memory.body(r, expected.length);
      ShortRecord.put(
          event.image(), expected.length, priority, NOW, memory.memory(), memory.slot(r), body);
      assertThat(throughItsSlot(expected.length, r, group)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void shouldBeTheSameWhenOnlyItsPayloadIsCopied(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int bare = 0;
    for (long r = 0; r < 2_000; r++) {
      EventBuilder event = random(random);
      int length = event.bareLength();
      if (length >= 0) {
        int body = memory.body(r, length);
        ShortRecord.putBare(event, length, 2, NOW, memory.memory(), memory.slot(r), body);
        byte[] expected = whole(event, 2, r, 0);
        assertThat(throughItsSlot(length, r, 0)).isEqualTo(expected);
        bare++;
      }
    }
    assertThat(bare).isGreaterThan(100);
  }

  @Test
  void shouldRefuseAPayloadThatHasAnotherLengthByNow() {
    EventBuilder event = Events.large(0, 20).reset(1).payload(new byte[20]);
    int length = event.bareLength();
    event.payload(new byte[21]);
    assertThatThrownBy(() -> ShortRecord.putBare(event, length, 3, NOW, memory.memory(), 0, 64))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("field=payload, expected=20, actual=21");
  }
}
