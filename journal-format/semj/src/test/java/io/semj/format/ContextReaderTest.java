package io.semj.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.error.SerializationException;
import java.util.HashSet;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ContextReaderTest {
  private static final byte[] ALL_KINDS = {
    1,
    WireType.U64,
    -1,
    -1,
    -1,
    -1,
    -1,
    -1,
    -1,
    -1,
    4,
    WireType.TEXT,
    2,
    0,
    'h',
    'i',
    6,
    WireType.U32,
    -1,
    -1,
    -1,
    -1,
    65,
    WireType.F64,
    0,
    0,
    0,
    0,
    0,
    0,
    (byte) 0xF8,
    0x3F,
    (byte) 200,
    WireType.BYTES,
    3,
    0,
    0,
    0,
    1,
    2,
    3,
  };
  private static final Set<Integer> BOUNDARIES = Set.of(0, 10, 16, 22, 32, 41);

  private static ContextReader reader(byte... context) {
    return new ContextReader().wrap(new UnsafeBuffer(context), 0, context.length);
  }

  private static void readAll(ContextReader reader) {
    while (reader.next()) {
      assertThat(reader.entryLength()).isPositive();
    }
  }

  private static void assertMalformed(String part, int... context) {
    byte[] bytes = new byte[context.length];
    for (int i = 0; i < context.length; i++) {
      bytes[i] = (byte) context[i];
    }
    assertThatThrownBy(() -> readAll(reader(bytes)))
        .isInstanceOf(SerializationException.class)
        .hasMessageStartingWith("malformed context: ")
        .hasMessageContaining(part);
  }

  @Test
  void shouldReadEveryKindOfValue() {
    ContextReader reader = reader(ALL_KINDS);

    assertThat(reader.next()).isTrue();
    assertThat(reader.isField(ContextField.TRANSACTION_ID)).isTrue();
    assertThat(reader.longValue()).isEqualTo(-1L);
    assertThat(reader.next()).isTrue();
    assertThat(reader.isField(ContextField.PATH)).isTrue();
    assertThat(reader.textOffset()).isEqualTo(14);
    assertThat(reader.textLength()).isEqualTo(2);
    assertThat(reader.next()).isTrue();
    assertThat(reader.longValue()).isEqualTo(0xFFFF_FFFFL);
    assertThat(reader.next()).isTrue();
    assertThat(reader.doubleValue()).isEqualTo(1.5);
    assertThat(reader.next()).isTrue();
    assertThat(reader.fieldId()).isEqualTo(200);
    assertThat(reader.wireType()).isEqualTo(WireType.BYTES);
    assertThat(reader.textLength()).isEqualTo(3);
    assertThat(reader.entryOffset()).isEqualTo(32);
    assertThat(reader.entryLength()).isEqualTo(9);
    assertThat(reader.next()).isFalse();
    assertThat(reader.next()).isFalse();
  }

  @Test
  void shouldRefuseEveryTruncationThatIsNotBetweenFields() {
    for (int length = 0; length <= ALL_KINDS.length; length++) {
      ContextReader reader = new ContextReader().wrap(new UnsafeBuffer(ALL_KINDS), 0, length);
      if (BOUNDARIES.contains(length)) {
        readAll(reader);
      } else {
        assertThatThrownBy(() -> readAll(reader))
            .as("length %d", length)
            .isInstanceOf(SerializationException.class)
            .hasMessageContaining("ends after its context");
      }
    }
  }

  @Test
  void shouldRefuseEveryUnknownWireType() {
    for (int wireType = 0; wireType < 256; wireType++) {
      if (wireType < WireType.U32 || wireType > WireType.BYTES) {
        assertMalformed(
            "unknown wire type: field=path, actual=" + wireType + ", position=0, length=10",
            4,
            wireType,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0);
      }
    }
  }

  @Test
  void shouldRefuseLengthsThatReachBeyondTheContext() {
    assertMalformed("expected=3 bytes, actual=2", 4, WireType.TEXT, 3, 0, 'h', 'i');
    assertMalformed("expected=65535 bytes", 4, WireType.TEXT, 0xFF, 0xFF, 'h', 'i');
    assertMalformed("expected=2147483648 bytes", 99, WireType.BYTES, 0, 0, 0, 0x80, 1);
    assertMalformed("expected=4294967295 bytes", 99, WireType.BYTES, 0xFF, 0xFF, 0xFF, 0xFF, 1);
    assertMalformed("expected=2147483647 bytes", 99, WireType.BYTES, 0xFF, 0xFF, 0xFF, 0x7F, 1);
  }

  @Test
  void shouldRefuseFieldsThatDoNotAscend() {
    int[] twice = {6, WireType.U32, 0, 0, 0, 0, 6, WireType.U32, 0, 0, 0, 0};
    int[] falling = {6, WireType.U32, 0, 0, 0, 0, 5, WireType.U32, 0, 0, 0, 0};

    assertMalformed("not in ascending order: previous=6, actual=6, position=6", twice);
    assertMalformed("not in ascending order: previous=6, actual=5", falling);
  }

  @Test
  void shouldRefuseToReadAValueAsAnotherKind() {
    ContextReader text = reader((byte) 4, (byte) WireType.TEXT, (byte) 0, (byte) 0);
    assertThat(text.next()).isTrue();
    assertThatThrownBy(text::longValue).isInstanceOf(SerializationException.class);
    assertThatThrownBy(text::doubleValue).isInstanceOf(SerializationException.class);

    ContextReader number =
        reader((byte) 6, (byte) WireType.U32, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
    assertThat(number.next()).isTrue();
    assertThatThrownBy(number::textOffset)
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("wrong wire type: field=file_type, expected=3, actual=1");
    assertThatThrownBy(number::textLength).isInstanceOf(SerializationException.class);
    assertThatThrownBy(number::doubleValue).isInstanceOf(SerializationException.class);
  }

  @Test
  void shouldRefuseAContextOutsideItsBuffer() {
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[10]);
    for (int[] range : new int[][] {{-1, 5}, {0, 11}, {5, 6}, {0, -1}, {11, 0}}) {
      assertThatThrownBy(() -> new ContextReader().wrap(buffer, range[0], range[1]))
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining("outside its buffer");
    }
  }

  @Test
  void shouldGiveEveryFieldItsOwnIdAndName() {
    Set<String> names = new HashSet<>();
    int previous = 0;
    for (ContextField field : ContextField.values()) {
      assertThat(field.id()).as(field.wireName()).isGreaterThan(previous);
      assertThat(ContextField.ofId(field.id())).isSameAs(field);
      assertThat(names.add(field.wireName())).isTrue();
      previous = field.id();
    }
    assertThat(ContextField.ofId(0)).isNull();
    assertThat(ContextField.ofId(255)).isNull();
  }
}
