package io.semj.event;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.semj.error.MalformedKernelEventException;
import io.semj.format.ContextEntries;
import io.semj.format.ContextField;
import io.semj.format.RecordDescriptor;
import io.semj.format.RecordFlyweight;
import java.lang.management.ManagementFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class KernelTranscoderTest {
  private static final long BOOT = 1_790_000_000_000_000_000L;

  private final KernelEventDecoder decoder = new KernelEventDecoder();
  private final KernelEventEncoder encoder = new KernelEventEncoder();

  private static byte[] kernelEvent(long timestamp, int payload) {
    return KernelEventCodec.encode(
        SemanticEvent.builder(EventType.FILESYSTEM_WRITE)
            .identity(7, 21, 7, 3, 2, 4_242)
            .timestampNanos(timestamp)
            .path("/srv/データ")
            .tags("{\"op\":\"write\"}")
            .payload(new byte[payload])
            .link(6, 7, 1, 50, -5, "because")
            .build());
  }

  private KernelEventDecoder imported(byte[] kernel, long clockOffset, long position) {
    return decoder.decodeImported(
        new UnsafeBuffer(kernel), 0, kernel.length, clockOffset, position);
  }

  @Test
  void shouldHoldOneEventAfterAnotherWhateverTheirSizes() {
    for (int payload : new int[] {0, 65_536, 3, 10_000, 0}) {
      byte[] kernel = kernelEvent(5, payload);
      decoder.decode(new UnsafeBuffer(kernel), 0, kernel.length);
      encoder.encode(decoder.record());

      assertThat(encoder.toByteArray()).isEqualTo(kernel);
      assertThat(decoder.toEvent().path()).isEqualTo("/srv/データ");
      assertThat(decoder.kernelLength()).isEqualTo(kernel.length).isEqualTo(encoder.length());
    }
  }

  @Test
  void shouldTurnTheKernelsClockIntoAnotherAndBack() {
    byte[] kernel = kernelEvent(1_000, 1);
    RecordFlyweight record = imported(kernel, BOOT, 5_000).record();

    assertThat(record.timestampNanos()).isEqualTo(BOOT + 1_000);
    assertThat(ContextEntries.number(record, ContextField.KERNEL_CLOCK_OFFSET)).isEqualTo(BOOT);
    assertThat(ContextEntries.number(record, ContextField.KERNEL_POSITION)).isEqualTo(5_000);
    encoder.encode(record, 99);
    assertThat(encoder.toByteArray()).isEqualTo(kernel);
  }

  @Test
  void shouldLeaveATimestampAloneThatAnotherClockCannotHold() {
    byte[] kernel = kernelEvent(Long.MAX_VALUE - 5, 1);
    RecordFlyweight record = imported(kernel, BOOT, 5_000).record();

    assertThat(record.timestampNanos()).isEqualTo(Long.MAX_VALUE - 5);
    assertThat(ContextEntries.find(record, ContextField.KERNEL_CLOCK_OFFSET)).isEqualTo(-1);
    encoder.encode(record);
    assertThat(encoder.toByteArray()).isEqualTo(kernel);
  }

  @Test
  void shouldTakeTheWallClockBackFromEventsOfUserspaceOnly() {
    SemanticEvent event =
        SemanticEvent.builder(EventType.SYSTEM_SYNC).timestampNanos(BOOT + 7).build();
    encoder.encode(event.record(), BOOT);

    assertThat(encoder.image().getLong(RecordDescriptor.TIMESTAMP_OFFSET, LITTLE_ENDIAN))
        .isEqualTo(7);
  }

  @Test
  void shouldHoldNoEventAfterOneThatWasRefused() {
    byte[] kernel = kernelEvent(1, 1);
    decoder.decode(new UnsafeBuffer(kernel), 0, kernel.length);
    kernel[500] ^= 1;

    assertThatThrownBy(() -> decoder.decode(new UnsafeBuffer(kernel), 0, kernel.length))
        .isInstanceOf(MalformedKernelEventException.class);
    assertThatThrownBy(decoder::record).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(decoder::encode).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldNotAllocateOnceGrown() {
    UnsafeBuffer kernel = new UnsafeBuffer(kernelEvent(1, 100));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long rounds = 20_000;
    for (int i = 0; i < rounds; i++) {
      roundTrip(kernel);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < rounds; i++) {
      roundTrip(kernel);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(allocated / rounds).isZero();
  }

  private void roundTrip(UnsafeBuffer kernel) {
    decoder.decodeImported(kernel, 0, kernel.capacity(), BOOT, 52);
    encoder.encode(decoder.record());
  }
}
