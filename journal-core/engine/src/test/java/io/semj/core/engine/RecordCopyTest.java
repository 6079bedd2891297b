package io.semj.core.engine;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.fixture.Events;
import io.semj.error.SerializationException;
import io.semj.event.EventBuilder;
import io.semj.format.RecordDescriptor;
import io.semj.format.RecordFlyweight;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCopyTest {
  private static final int AT = 40;

  private final EventBuilder builder = Events.of(1, 1).metadataText("meta");
  private final int length = builder.encode();
  private final UnsafeBuffer slot = new UnsafeBuffer(new byte[AT + length + 16]);

  @Test
  void shouldCopyARecordAsItIs() {
    RecordCopy.copy(builder.image(), length, slot, AT);
    byte[] expected = new byte[length];
    builder.image().getBytes(0, expected);
    byte[] actual = new byte[length];
    slot.getBytes(AT, actual);
    assertThat(actual).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        RecordDescriptor.EVENT_SIZE_OFFSET,
        RecordDescriptor.CONTEXT_SIZE_OFFSET,
        RecordDescriptor.PAYLOAD_SIZE_OFFSET,
        RecordDescriptor.METADATA_SIZE_OFFSET,
        RecordDescriptor.LINK_COUNT_OFFSET
      })
  void shouldRefuseARecordOneOfWhoseSizesHasChanged(int offset) {
    UnsafeBuffer changed = copyOfImage();
    for (int size : new int[] {0, 1, -1, Integer.MIN_VALUE}) {
      if (size != builder.image().getInt(offset, LITTLE_ENDIAN)) {
        changed.putInt(offset, size, LITTLE_ENDIAN);
        assertThatThrownBy(() -> RecordCopy.copy(changed, length, slot, AT))
            .isInstanceOf(SerializationException.class)
            .hasMessageContaining("a builder belongs to one thread: bytes=" + length);
      }
    }
  }

  /** The copy itself is the moment at which the other thread strikes. */
  @Test
  void shouldKeepTheSizesThatItCheckedWhenTheyChangeUnderTheCopy() {
    UnsafeBuffer image = copyOfImage();
    UnsafeBuffer target =
        new UnsafeBuffer(slot) {
          @Override
          public void putBytes(int index, DirectBuffer source, int sourceIndex, int count) {
            image.putInt(RecordDescriptor.EVENT_SIZE_OFFSET, 1, LITTLE_ENDIAN);
            image.putInt(RecordDescriptor.CONTEXT_SIZE_OFFSET, 2, LITTLE_ENDIAN);
            image.putInt(RecordDescriptor.PAYLOAD_SIZE_OFFSET, 3, LITTLE_ENDIAN);
            image.putInt(RecordDescriptor.METADATA_SIZE_OFFSET, 4, LITTLE_ENDIAN);
            image.putInt(RecordDescriptor.LINK_COUNT_OFFSET, 5, LITTLE_ENDIAN);
            super.putBytes(index, source, sourceIndex, count);
          }
        };
    RecordCopy.copy(image, length, target, AT);
    assertThat(RecordFlyweight.fits(slot, AT, length)).isTrue();
    assertThat(slot.getInt(AT + RecordDescriptor.EVENT_SIZE_OFFSET, LITTLE_ENDIAN))
        .isEqualTo(length);
  }

  private UnsafeBuffer copyOfImage() {
    UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
    copy.putBytes(0, builder.image(), 0, length);
    return copy;
  }
}
