package io.semj.event;

import static io.semj.format.ContextField.KERNEL_CONTEXT_LENGTH;
import static io.semj.format.RecordDescriptor.KERNEL_HEADER_LENGTH;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.semj.checksum.KernelCrc32;
import io.semj.format.ContextField;
import io.semj.format.RecordDescriptor;
import io.semj.format.WireType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.agrona.concurrent.UnsafeBuffer;

/** Whatever a kernel event can hold comes back from a record, byte for byte. */
class KernelRoundTripPropertyTest {
  private static final int MAX_LINKS = RecordDescriptor.KERNEL_MAX_LINKS;
  private static final int[] HEADER_INTS = {
    RecordDescriptor.EVENT_TYPE_OFFSET,
    RecordDescriptor.EVENT_SUBTYPE_OFFSET,
    RecordDescriptor.CPU_ID_OFFSET,
    RecordDescriptor.PROCESS_ID_OFFSET,
    RecordDescriptor.EVENT_FLAGS_OFFSET,
    RecordDescriptor.EVENT_PRIORITY_OFFSET,
    RecordDescriptor.COMPRESSION_TYPE_OFFSET,
    RecordDescriptor.ENCRYPTION_TYPE_OFFSET,
    RecordDescriptor.AGENT_RELEVANCE_OFFSET,
    RecordDescriptor.REPLAY_PRIORITY_OFFSET,
  };
  private static final int[] HEADER_LONGS = {
    RecordDescriptor.EVENT_ID_OFFSET,
    RecordDescriptor.TIMESTAMP_OFFSET,
    RecordDescriptor.SEQUENCE_OFFSET,
    RecordDescriptor.GLOBAL_SEQUENCE_OFFSET,
    RecordDescriptor.LOCAL_SEQUENCE_OFFSET,
    RecordDescriptor.PARENT_EVENT_ID_OFFSET,
    RecordDescriptor.ROOT_CAUSE_EVENT_ID_OFFSET,
    RecordDescriptor.AGENT_VISIBILITY_MASK_OFFSET,
  };

  @Provide
  Arbitrary<byte[]> kernelEvents() {
    Arbitrary<Integer> payloads =
        Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.integers().between(0, 512)),
            Tuple.of(1, Arbitraries.of(65_535, 65_536)));
    Arbitrary<Integer> metadata =
        Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.integers().between(0, 64)),
            Tuple.of(1, Arbitraries.of(2_047, 2_048)));
    Arbitrary<Integer> links =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.integers().between(0, 4)),
            Tuple.of(1, Arbitraries.of(MAX_LINKS - 1, MAX_LINKS)));
    Arbitrary<Boolean> contexts = Arbitraries.frequency(Tuple.of(9, true), Tuple.of(1, false));
    return Combinators.combine(Arbitraries.longs(), payloads, metadata, links, contexts)
        .as(KernelRoundTripPropertyTest::kernelEvent);
  }

  private static byte[] kernelEvent(
      long seed, int payload, int metadata, int links, boolean withContext) {
    Random random = new Random(seed);
    int contextSize = withContext ? KERNEL_CONTEXT_LENGTH : 0;
    int rest = payload + metadata + links * RecordDescriptor.LINK_LENGTH;
    byte[] kernel = new byte[KERNEL_HEADER_LENGTH + contextSize + rest];
    UnsafeBuffer view = new UnsafeBuffer(kernel);
    for (int offset : HEADER_INTS) {
      view.putInt(offset, random.nextInt(), LITTLE_ENDIAN);
    }
    for (int offset : HEADER_LONGS) {
      view.putLong(offset, random.nextLong(), LITTLE_ENDIAN);
    }
    view.putInt(RecordDescriptor.EVENT_VERSION_OFFSET, 1, LITTLE_ENDIAN);
    view.putInt(RecordDescriptor.EVENT_SIZE_OFFSET, kernel.length, LITTLE_ENDIAN);
    view.putInt(RecordDescriptor.CONTEXT_SIZE_OFFSET, contextSize, LITTLE_ENDIAN);
    view.putInt(RecordDescriptor.PAYLOAD_SIZE_OFFSET, payload, LITTLE_ENDIAN);
    view.putInt(RecordDescriptor.METADATA_SIZE_OFFSET, metadata, LITTLE_ENDIAN);
    view.putInt(RecordDescriptor.LINK_COUNT_OFFSET, links, LITTLE_ENDIAN);
    if (withContext) {
      putContext(view, random);
    }
    byte[] bytes = new byte[payload + metadata];
    random.nextBytes(bytes);
    view.putBytes(KERNEL_HEADER_LENGTH + contextSize, bytes);
    for (int i = 0; i < links; i++) {
      putLink(view, kernel.length - (i + 1) * RecordDescriptor.LINK_LENGTH, random);
    }
    int checksum = KernelCrc32.of(kernel, 0, kernel.length);
    view.putInt(RecordDescriptor.CHECKSUM_OFFSET, checksum, LITTLE_ENDIAN);
    return kernel;
  }

  private static void putLink(UnsafeBuffer view, int at, Random random) {
    byte[] numbers = new byte[RecordDescriptor.LINK_DESCRIPTION_OFFSET];
    random.nextBytes(numbers);
    view.putBytes(at, numbers);
    int length = random.nextInt(RecordDescriptor.LINK_DESCRIPTION_LENGTH);
    view.putBytes(at + numbers.length, text(random, length));
  }

  /** Each field at random unset, at its largest, or anything between. */
  private static void putContext(UnsafeBuffer view, Random random) {
    for (ContextField field : ContextField.values()) {
      if (field.inKernel() && random.nextInt(4) != 0) {
        int at = KERNEL_HEADER_LENGTH + field.kernelOffset();
        boolean largest = random.nextInt(3) == 0;
        switch (field.wireType()) {
          case WireType.U32 -> view.putInt(at, largest ? -1 : random.nextInt(), LITTLE_ENDIAN);
          case WireType.U64 -> view.putLong(at, largest ? -1 : random.nextLong(), LITTLE_ENDIAN);
          default -> {
            int most = field.kernelCapacity() - 1;
            view.putBytes(at, text(random, largest ? most : random.nextInt(most + 1)));
          }
        }
      }
    }
  }

  /** Characters of one to four bytes, as many as fit, then of one byte. */
  private static byte[] text(Random random, int length) {
    String unit = random.nextBoolean() ? "データ/données/" : "\uD83D\uDE00z";
    int size = unit.getBytes(StandardCharsets.UTF_8).length;
    byte[] whole = unit.repeat(length / size).getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(whole, length);
    for (int i = whole.length; i < length; i++) {
      padded[i] = (byte) (1 + random.nextInt(127));
    }
    return padded;
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void shouldComeBackByteForByte(@ForAll("kernelEvents") byte[] kernel) {
    SemanticEvent event = KernelEventCodec.decode(kernel, 0, kernel.length);
    byte[] encoded = KernelEventCodec.encode(event);

    assertThat(event.kernelViolation()).isNull();
    assertThat(encoded).isEqualTo(kernel);
    assertThat(KernelEventCodec.decode(encoded, 0, encoded.length)).isEqualTo(event);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void shouldComeBackFromAnImportWithTheKernelsClock(
      @ForAll("kernelEvents") byte[] kernel, @ForAll long clockOffset, @ForAll long position) {
    KernelEventDecoder decoder = new KernelEventDecoder();
    decoder.decodeImported(new UnsafeBuffer(kernel), 0, kernel.length, clockOffset, position);
    KernelEventEncoder encoder = new KernelEventEncoder();
    encoder.encode(decoder.record(), 12_345);

    assertThat(encoder.toByteArray()).isEqualTo(kernel);
    assertThat(decoder.record().userspaceFlags()).isEqualTo(UserspaceFlags.FROM_KERNEL);
    assertThat(decoder.toEvent().toBuilder().build().userspaceFlags()).isZero();
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void shouldComeBackThroughABuilder(@ForAll("kernelEvents") byte[] kernel) {
    SemanticEvent event = KernelEventCodec.decode(kernel, 0, kernel.length);
    EventBuilder builder = event.toBuilder();
    SemanticEvent rebuilt = builder.build();

    assertThat(rebuilt.kernelViolation()).isNull();
    assertThat(rebuilt.eventId()).isZero();
    assertThat(rebuilt.payload()).isEqualTo(event.payload());
    assertThat(rebuilt.causalityLinks()).isEqualTo(event.causalityLinks());
    if (contextSize(kernel) > 0) {
      assertThat(contextBytes(rebuilt)).isEqualTo(contextBytes(event));
    }
  }

  private static int contextSize(byte[] kernel) {
    return new UnsafeBuffer(kernel).getInt(RecordDescriptor.CONTEXT_SIZE_OFFSET, LITTLE_ENDIAN);
  }

  private static byte[] contextBytes(SemanticEvent event) {
    byte[] bytes = new byte[event.contextSize()];
    event.image().getBytes(RecordDescriptor.HEAD_LENGTH, bytes);
    return bytes;
  }
}
