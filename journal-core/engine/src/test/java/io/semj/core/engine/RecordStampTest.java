package io.semj.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.fixture.Events;
import io.semj.event.EventBuilder;
import io.semj.event.SemanticEvent;
import io.semj.event.UserspaceFlags;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class RecordStampTest {
  private static final long NOW = 1_700_000_000_000_000_000L;

  /** A journal that goes on at 1,000, its eighth event, in the fourth slot. */
  private static SemanticEvent stamped(EventBuilder builder) {
    int length = builder.encode();
    UnsafeBuffer record = new UnsafeBuffer(new byte[100 + length]);
    record.putBytes(100, builder.image(), 0, length);
    new RecordStamp(1_000).stamp(builder.image(), record, 100, 7, 3, RingMemory.group(0, 0), NOW);
    return SemanticEvent.copyOf(record, 100, length);
  }

  @Test
  void shouldAssignEverythingTheCallerLeftOpen() {
    SemanticEvent event = stamped(Events.of(1, 1));
    assertThat(event.sequence()).isEqualTo(1_007);
    assertThat(event.eventId()).isEqualTo(1_007);
    assertThat(event.kernelSequence()).isEqualTo(1_007);
    assertThat(event.globalSequence()).isEqualTo(1_007);
    assertThat(event.localSequence()).isEqualTo(8);
    assertThat(event.rootCauseEventId()).isEqualTo(1_007);
    assertThat(event.timestampNanos()).isEqualTo(NOW);
    assertThat(event.processId()).isEqualTo((int) ProcessHandle.current().pid());
    assertThat(event.bufferPosition()).isEqualTo(3);
  }

  @Test
  void shouldKeepTheTimeAndTheRootCauseThatTheCallerGave() {
    SemanticEvent event = stamped(Events.of(1, 1).timestampNanos(77).rootCauseEventId(88));
    assertThat(event.timestampNanos()).isEqualTo(77);
    assertThat(event.rootCauseEventId()).isEqualTo(88);
  }

  @Test
  void shouldKeepTheProcessAndTheCpuThatTheCallerGave() {
    SemanticEvent event = stamped(Events.of(1, 1).identity(0, 0, 0, 0, 9, 10));
    assertThat(event.eventId()).isEqualTo(1_007);
    assertThat(event.cpuId()).isEqualTo(9);
    assertThat(event.processId()).isEqualTo(10);
  }

  @Test
  void shouldKeepTheZerosOfAnEventFromTheKernel() {
    SemanticEvent event =
        stamped(Events.of(1, 1).timestampNanos(0).userspaceFlags(UserspaceFlags.FROM_KERNEL));
    assertThat(event.sequence()).isEqualTo(1_007);
    assertThat(event.eventId()).isZero();
    assertThat(event.kernelSequence()).isZero();
    assertThat(event.timestampNanos()).isZero();
    assertThat(event.rootCauseEventId()).isZero();
    assertThat(event.processId()).isZero();
  }

  @Test
  void shouldAddOnlyTheSequenceToAnImportedEvent() {
    SemanticEvent event = stamped(Events.of(1, 1).identity(5, 6, 7, 8, 9, 10));
    assertThat(event.sequence()).isEqualTo(1_007);
    assertThat(event.bufferPosition()).isEqualTo(3);
    assertThat(event.eventId()).isEqualTo(5);
    assertThat(event.kernelSequence()).isEqualTo(6);
    assertThat(event.globalSequence()).isEqualTo(7);
    assertThat(event.localSequence()).isEqualTo(8);
    assertThat(event.cpuId()).isEqualTo(9);
    assertThat(event.processId()).isEqualTo(10);
    assertThat(event.timestampNanos()).isZero();
    assertThat(event.rootCauseEventId()).isZero();
  }
}
