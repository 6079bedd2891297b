package io.semj.event;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.semj.checksum.KernelCrc32;
import io.semj.error.CorruptionException;
import io.semj.error.JournalException;
import io.semj.error.KernelLimitException;
import io.semj.error.MalformedKernelEventException;
import io.semj.error.MalformedKernelEventException.Reason;
import io.semj.error.SerializationException;
import io.semj.format.ContextField;
import io.semj.format.RecordDescriptor;
import io.semj.format.WireType;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelEventCodecTest {
  private static final int CONTEXT = RecordDescriptor.KERNEL_HEADER_LENGTH;

  static Stream<ContextField> kernelTexts() {
    return Stream.of(ContextField.values()).filter(f -> f.inKernel() && f.kernelCapacity() > 0);
  }

  private static EventBuilder event() {
    return SemanticEvent.builder(EventType.FILESYSTEM_CREATE);
  }

  private static EventBuilder withText(ContextField field, String text) {
    return switch (field) {
      case PATH -> event().path(text);
      case AGENT_ID -> event().agent(text, "", 0);
      case AGENT_INTENT -> event().agent("", text, 0);
      case SEMANTIC_TAGS -> event().tags(text);
      case SEMANTIC_INTENT -> event().semantic("", text, 0);
      default -> throw new AssertionError(field);
    };
  }

  private static byte[] sealed(byte[] kernel) {
    UnsafeBuffer view = new UnsafeBuffer(kernel);
    view.putInt(RecordDescriptor.CHECKSUM_OFFSET, 0, LITTLE_ENDIAN);
    int checksum = KernelCrc32.of(kernel, 0, kernel.length);
    view.putInt(RecordDescriptor.CHECKSUM_OFFSET, checksum, LITTLE_ENDIAN);
    return kernel;
  }

  private static byte[] sealed(byte[] kernel, int offset, int value) {
    new UnsafeBuffer(kernel).putInt(offset, value, LITTLE_ENDIAN);
    return sealed(kernel);
  }

  private static SemanticEvent decode(byte[] kernel) {
    return KernelEventCodec.decode(kernel, 0, kernel.length);
  }

  @ParameterizedTest
  @MethodSource("kernelTexts")
  void shouldTakeTextUpToTheLimitAndRefuseOneByteMore(ContextField field) {
    int limit = field.kernelCapacity() - 1;
    SemanticEvent fits = withText(field, "a".repeat(limit)).build();
    SemanticEvent tooLong = withText(field, "a".repeat(limit + 1)).build();

    assertThat(fits.kernelViolation()).isNull();
    assertThat(decode(KernelEventCodec.encode(fits)).contextSize()).isEqualTo(fits.contextSize());
    assertRefused(tooLong, field.wireName(), limit, limit + 1L);
  }

  @ParameterizedTest
  @MethodSource("kernelTexts")
  void shouldCountBytesNotCharactersAndNeverCutOne(ContextField field) {
    int limit = field.kernelCapacity() - 1;
    String threeBytes = "デ";
    String filled = threeBytes.repeat(limit / 3) + "x".repeat(limit % 3);
    SemanticEvent fits = withText(field, filled).build();
    SemanticEvent back = decode(KernelEventCodec.encode(fits));

    assertThat(ContextView.text(back.record(), back.bytes(), field)).isEqualTo(filled);
    SemanticEvent tooLong = withText(field, filled.substring(1) + threeBytes + "x").build();
    assertRefused(tooLong, field.wireName(), limit, limit + 1L);
  }

  @ParameterizedTest
  @MethodSource("kernelTexts")
  void shouldRefuseAZeroCharacterThatWouldEndTheText(ContextField field) {
    EventBuilder builder = withText(field, "before\0after");
    SemanticEvent event = builder.build();

    assertThat(builder.kernelViolation()).contains("zero character", "field=" + field.wireName());
    assertThat(event.kernelViolation()).isEqualTo(builder.kernelViolation());
    assertThatThrownBy(() -> KernelEventCodec.encode(event))
        .isInstanceOf(SerializationException.class)
        .hasMessage(builder.kernelViolation());
  }

  @Test
  void shouldNameTheSizesOfAPathThatIsTooLong() {
    EventBuilder builder = event().path("a".repeat(4096));
    builder.encode();

    assertThat(builder.kernelViolation())
        .isEqualTo("event exceeds a kernel limit: field=path, limit=4095, actual=4096");
  }

  @Test
  void shouldRefusePayloadMetadataAndLinksAboveTheKernelsLimits() {
    assertRefused(event().payload(new byte[65_537]).build(), "payload", 65_536, 65_537);
    assertRefused(event().metadata(new byte[2_049]).build(), "metadata", 2_048, 2_049);
    EventBuilder links = event();
    for (int i = 0; i < 257; i++) {
      links.link(i, 0, 0, 0, 0, "");
    }
    assertRefused(links.build(), "causality_links", 256, 257);
  }

  private static void assertRefused(SemanticEvent event, String field, long limit, long actual) {
    KernelLimitException error =
        catchThrowableOfType(KernelLimitException.class, () -> KernelEventCodec.encode(event));

    assertThat(error.field()).isEqualTo(field);
    assertThat(error.limit()).isEqualTo(limit);
    assertThat(error.actual()).isEqualTo(actual);
    assertThat(event.kernelViolation()).isEqualTo(error.getMessage());
    byte[] record = event.toByteArray();
    assertThat(SemanticEvent.copyOf(new UnsafeBuffer(record), 0, record.length).kernelViolation())
        .isEqualTo(error.getMessage());
  }

  @Test
  void shouldTakeTheLargestEventThatTheKernelTakes() {
    EventBuilder builder = event().payload(new byte[65_536]).metadata(new byte[2_048]);
    for (int i = 0; i < 256; i++) {
      builder.link(i, -1L, i, 100, Long.MIN_VALUE, "é".repeat(63) + "x");
    }
    SemanticEvent event = builder.build();
    byte[] kernel = KernelEventCodec.encode(event);

    assertThat(kernel).hasSize(132 + 5_280 + 65_536 + 2_048 + 256 * 160);
    assertThat(decode(kernel).causalityLinks()).isEqualTo(event.causalityLinks());
  }

  @Test
  void shouldRefuseWhatTheKernelHasNoPlaceForAndNameItAndItsSize() {
    SemanticEvent measured = event().path("/a").metric("load", 0.5, "s").build();
    KernelLimitException error =
        catchThrowableOfType(KernelLimitException.class, () -> KernelEventCodec.encode(measured));

    assertThat(measured.kernelViolation()).as("a journal takes it").isNull();
    assertThat(error.field()).isEqualTo("metric_name");
    assertThat(error.limit()).isZero();
    assertThat(error.actual()).isEqualTo(2 + "load".length());
  }

  @Test
  void shouldTellAnAbsentContextFromAnEmptyOne() {
    byte[] empty = KernelEventCodec.encode(event().payloadText("p").build());
    byte[] absent = new byte[RecordDescriptor.KERNEL_HEADER_LENGTH + 1];
    System.arraycopy(empty, 0, absent, 0, CONTEXT);
    absent[CONTEXT] = 'p';
    sealed(absent, RecordDescriptor.CONTEXT_SIZE_OFFSET, 0);
    sealed(absent, RecordDescriptor.EVENT_SIZE_OFFSET, absent.length);

    assertThat(empty).hasSize(132 + 5_280 + 1);
    assertThat(KernelEventCodec.encode(decode(empty))).isEqualTo(empty);
    assertThat(KernelEventCodec.encode(decode(absent))).isEqualTo(absent);
    assertThat(decode(absent).payloadText()).isEqualTo("p");
    assertThat(KernelEventCodec.encode(decode(absent).toBuilder().path("/a").build()))
        .hasSize(132 + 5_280 + 1);
  }

  @Test
  void shouldRefuseEveryTruncation() {
    byte[] kernel = KernelEventCodec.encode(event().path("/a").payloadText("p").build());
    for (int available = 0; available < kernel.length; available++) {
      int length = available;
      assertThatThrownBy(() -> KernelEventCodec.decode(kernel, 0, length))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining("cut short")
          .hasMessageContaining("actual=" + length);
    }
    assertThatThrownBy(() -> KernelEventCodec.decode(kernel, 1, kernel.length))
        .isInstanceOf(CorruptionException.class);
    assertThatThrownBy(() -> KernelEventCodec.decode(kernel, -1, kernel.length))
        .isInstanceOf(CorruptionException.class);
  }

  @Test
  void shouldRefuseAnotherVersion() {
    byte[] kernel = sealed(KernelEventCodec.encode(event().build()), 80, 2);

    assertThatThrownBy(() -> decode(kernel))
        .isInstanceOf(MalformedKernelEventException.class)
        .hasMessage(
            "kernel event has a version that is not read: field=event_version, offset=80,"
                + " expected=1, actual=2");
  }

  @Test
  void shouldRefuseSizesThatContradictEachOther() {
    int[] sizes = {
      RecordDescriptor.EVENT_SIZE_OFFSET,
      RecordDescriptor.CONTEXT_SIZE_OFFSET,
      RecordDescriptor.PAYLOAD_SIZE_OFFSET,
      RecordDescriptor.METADATA_SIZE_OFFSET,
      RecordDescriptor.LINK_COUNT_OFFSET,
    };
    for (int offset : sizes) {
      for (int value : new int[] {1, 5_281, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
        byte[] kernel = sealed(KernelEventCodec.encode(event().build()), offset, value);

        assertThatThrownBy(() -> decode(kernel))
            .isInstanceOf(CorruptionException.class)
            .hasMessageContaining("contradict");
      }
    }
  }

  @Test
  void shouldRefuseAContextOfUnknownForm() {
    byte[] kernel = KernelEventCodec.encode(event().payload(new byte[8]).build());
    sealed(kernel, RecordDescriptor.CONTEXT_SIZE_OFFSET, 5_284);
    sealed(kernel, RecordDescriptor.PAYLOAD_SIZE_OFFSET, 4);

    assertThatThrownBy(() -> decode(kernel))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("field=context_size, offset=68, expected=5280, actual=5284");
  }

  @Test
  void shouldRefuseEveryFlippedBit() {
    byte[] kernel = KernelEventCodec.encode(event().path("/a").payloadText("p").build());
    Random random = new Random(20_260_101);
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = kernel.clone();
      int bit = random.nextInt(kernel.length * 8);
      damaged[bit / 8] ^= (byte) (1 << bit % 8);

      assertThatThrownBy(() -> decode(damaged))
          .as("bit %d", bit)
          .isInstanceOf(JournalException.class);
    }
  }

  @Test
  void shouldNameBothChecksums() {
    byte[] kernel = KernelEventCodec.encode(event().payloadText("p").build());
    kernel[kernel.length - 1]++;

    MalformedKernelEventException error =
        catchThrowableOfType(MalformedKernelEventException.class, () -> decode(kernel));
    assertThat(error.reason()).isEqualTo(Reason.CHECKSUM);
    assertThat(error.expected()).isNotEqualTo(error.actual());
    assertThat(error.in("journal", 52)).hasMessageContaining("file=journal, position=52");
  }

  private static byte[] withTextBytes(int at, int... text) {
    byte[] kernel = KernelEventCodec.encode(event().link(1, 2, 3, 4, 5, "").build());
    for (int i = 0; i < text.length; i++) {
      kernel[at + i] = (byte) text[i];
    }
    return sealed(kernel);
  }

  private static void assertMalformed(byte[] kernel, Reason reason, String field, int offset) {
    MalformedKernelEventException error =
        catchThrowableOfType(MalformedKernelEventException.class, () -> decode(kernel));

    assertThat(error.reason()).isEqualTo(reason);
    assertThat(error.field()).isEqualTo(field);
    assertThat(error.offset()).isEqualTo(offset);
    assertThat(error)
        .hasMessageContaining("field=" + field)
        .hasMessageContaining("offset=" + offset);
  }

  @ParameterizedTest
  @MethodSource("kernelTexts")
  void shouldRefuseTextWithoutAnEnd(ContextField field) {
    int at = CONTEXT + field.kernelOffset();
    int[] filled = new Random(1).ints(field.kernelCapacity(), 'a', 'z').toArray();

    assertMalformed(withTextBytes(at, filled), Reason.TEXT_WITHOUT_END, field.wireName(), at);
    filled[filled.length - 1] = 0;
    assertThat(decode(withTextBytes(at, filled)).contextSize()).isGreaterThan(filled.length);
  }

  @ParameterizedTest
  @MethodSource("kernelTexts")
  void shouldRefuseTextThatIsNoUtf8WhereItBegins(ContextField field) {
    int at = CONTEXT + field.kernelOffset();
    int[][] invalid = {
      {0xFF},
      {0x80},
      {0xC0, 0xAF},
      {0xE0, 0x80, 0xAF},
      {0xED, 0xA0, 0x80},
      {0xF4, 0x90, 0x80, 0x80},
      {0xF5, 0x80, 0x80, 0x80},
      {0xE3, 0x83},
      {0xC3, 0x28}
    };
    for (int[] bytes : invalid) {
      int[] text = IntStream.concat(IntStream.of('a', 'b'), Arrays.stream(bytes)).toArray();
      assertMalformed(withTextBytes(at, text), Reason.TEXT_NOT_UTF8, field.wireName(), at + 2);
    }
  }

  @ParameterizedTest
  @MethodSource("kernelTexts")
  void shouldRefuseWhatFollowsTheEndOfAText(ContextField field) {
    int at = CONTEXT + field.kernelOffset();
    Reason reason = Reason.TEXT_NOT_ZERO_FILLED;

    assertMalformed(withTextBytes(at, 'a', 0, 'b'), reason, field.wireName(), at + 2);
    assertMalformed(withTextBytes(at, 0, 0, 0, 'b'), reason, field.wireName(), at + 3);
  }

  @Test
  void shouldRefuseLinksWhoseDescriptionsAreNoTexts() {
    int at = CONTEXT + 5_280 + RecordDescriptor.LINK_DESCRIPTION_OFFSET;
    int[] filled = new Random(1).ints(128, 'a', 'z').toArray();

    assertMalformed(withTextBytes(at, filled), Reason.TEXT_WITHOUT_END, "link_description", at);
    assertMalformed(withTextBytes(at, 0xFF), Reason.TEXT_NOT_UTF8, "link_description", at);
    assertMalformed(
        withTextBytes(at, 0, 1), Reason.TEXT_NOT_ZERO_FILLED, "link_description", at + 1);
  }

  @Test
  void shouldRefuseSizesThatAgreeAndAreAboveTheKernelsLimits() {
    int[] offsets = {
      RecordDescriptor.PAYLOAD_SIZE_OFFSET,
      RecordDescriptor.METADATA_SIZE_OFFSET,
      RecordDescriptor.LINK_COUNT_OFFSET
    };
    int[] sizes = {65_537, 2_049, 257};
    String[] names = {"payload", "metadata", "causality_links"};
    for (int i = 0; i < sizes.length; i++) {
      int bytes = i == 2 ? sizes[i] * 160 : sizes[i];
      byte[] kernel = Arrays.copyOf(KernelEventCodec.encode(event().build()), 5_412 + bytes);
      sealed(kernel, RecordDescriptor.EVENT_SIZE_OFFSET, kernel.length);

      assertMalformed(sealed(kernel, offsets[i], sizes[i]), Reason.LIMIT, names[i], offsets[i]);
    }
  }

  @Test
  void shouldNotTrustALengthThatIsNotThere() {
    byte[] header = Arrays.copyOf(KernelEventCodec.encode(event().build()), 132);
    UnsafeBuffer view = new UnsafeBuffer(header);

    assertThat(KernelEventCodec.plausibleSize(view, 0)).isEqualTo(5_412);
    assertThat(KernelEventCodec.sumOfParts(view, 0)).isEqualTo(5_412);
    view.putInt(RecordDescriptor.LINK_COUNT_OFFSET, -1, LITTLE_ENDIAN);
    assertThat(KernelEventCodec.plausibleSize(view, 0)).isEqualTo(-1);
    assertThat(KernelEventCodec.sumOfParts(view, 0)).isEqualTo(5_412 + 160L * 0xFFFF_FFFFL);
  }

  @Test
  void shouldCoverTheWholeContextWithoutGaps() {
    int end = 0;
    for (ContextField field : ContextField.values()) {
      if (field.inKernel()) {
        assertThat(field.kernelOffset()).as(field.wireName()).isEqualTo(end);
        end +=
            switch (field.wireType()) {
              case WireType.U32 -> 4;
              case WireType.U64 -> 8;
              default -> field.kernelCapacity();
            };
      }
    }
    assertThat(end).isEqualTo(ContextField.KERNEL_CONTEXT_LENGTH);
  }
}
