package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.semj.checksum.BlockChain;
import io.semj.error.JournalException;
import io.semj.event.EventType;
import io.semj.event.KernelEventCodec;
import io.semj.event.SemanticEvent;
import java.nio.ByteBuffer;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Decoders on bytes of any content, and on sound bytes with some of them changed: they give
 * something or throw an exception of ours, and they end. The checksums are put right half of the
 * time, so that what is behind them is reached.
 */
class DecoderFuzzTest {
  private static final int TRIES = 3_000;
  private static final int LARGEST = 2_000;

  private static byte[] anything(Random random) {
    byte[] bytes = new byte[random.nextInt(LARGEST)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] changed(byte[] sound, Random random) {
    byte[] bytes = sound.clone();
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      int at = random.nextInt(bytes.length);
      bytes[at] =
          switch (random.nextInt(3)) {
            case 0 -> (byte) (bytes[at] ^ 1 << random.nextInt(8));
            case 1 -> (byte) random.nextInt(256);
            default -> (byte) -1;
          };
    }
    return bytes;
  }

  private interface Decoding {
    void run(byte[] bytes);
  }

  private static void decode(byte[] bytes, Decoding decoding) {
    try {
      decoding.run(bytes);
    } catch (JournalException refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }

  private static void head(byte[] bytes) {
    UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    assertThat(SegmentHeaderCodec.decode(buffer, 0, bytes.length, "fuzz")).isNotNull();
    assertThat(SegmentHeaderCodec.decodeSeal(buffer, 0, bytes.length, "fuzz")).isNotNull();
  }

  private static void reanchor(byte[] bytes) {
    UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    assertThat(SegmentReanchorCodec.decode(buffer, 0, bytes.length, "fuzz")).isNotNull();
  }

  private static void block(byte[] bytes) {
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).order(LITTLE_ENDIAN);
    direct.put(0, bytes);
    BlockVerdict verdict = new BlockValidator(TestBlocks.GENERATION).check(direct, 0, bytes.length);
    if (verdict != BlockVerdict.VALID) {
      return;
    }
    try (BlockDecoder decoder = new BlockDecoder()) {
      ByteBuffer records = decoder.decode(direct, 0, bytes.length);
      int count = TestBlocks.flyweight(direct).eventCount();
      RecordScanner scanner = new RecordScanner().wrap(records, count, false);
      while (scanner.next()) {
        SemanticEvent event =
            SemanticEvent.copyOf(scanner.buffer(), scanner.offset(), scanner.length());
        assertThat(event.payload()).isNotNull();
      }
    }
  }

  private static void context(byte[] bytes) {
    ContextReader reader = new ContextReader().wrap(new UnsafeBuffer(bytes), 0, bytes.length);
    int entries = 0;
    while (reader.next()) {
      entries++;
      assertThat(entries).isLessThanOrEqualTo(bytes.length);
    }
  }

  private static void kernelEvent(byte[] bytes) {
    assertThat(KernelEventCodec.decode(bytes, 0, bytes.length)).isNotNull();
  }

  @Property(tries = TRIES)
  void shouldDecodeAnyBytesOrRefuseThem(@ForAll long seed) {
    byte[] bytes = anything(new Random(seed));
    decode(bytes, DecoderFuzzTest::head);
    decode(bytes, DecoderFuzzTest::reanchor);
    decode(bytes, DecoderFuzzTest::block);
    decode(bytes, DecoderFuzzTest::context);
    decode(bytes, DecoderFuzzTest::kernelEvent);
  }

  @Property(tries = TRIES)
  void shouldDecodeOrRefuseChangedHeads(@ForAll long seed) {
    UnsafeBuffer sound = new UnsafeBuffer(new byte[SegmentDescriptor.LENGTH]);
    SegmentHeaderCodec.encodeSeal(TestSegments.header(), TestSegments.seal(), sound, 0);
    decode(changed(sound.byteArray(), new Random(seed)), DecoderFuzzTest::head);
  }

  @Property(tries = TRIES)
  void shouldDecodeOrRefuseChangedReanchors(@ForAll long seed) {
    SegmentReanchor reanchor =
        new SegmentReanchor(1, 90, 9, ChainDigest.of(new byte[ChainDigest.LENGTH]), 5, 6);
    UnsafeBuffer sound = new UnsafeBuffer(new byte[SegmentDescriptor.LENGTH]);
    SegmentReanchorCodec.encode(TestSegments.header(), TestSegments.seal(), reanchor, sound, 0);
    assertThat(SegmentReanchorCodec.decode(sound, 0, sound.capacity(), "sound")).contains(reanchor);
    decode(changed(sound.byteArray(), new Random(seed)), DecoderFuzzTest::reanchor);
  }

  @Property(tries = TRIES)
  void shouldDecodeOrRefuseChangedBlocks(@ForAll long seed, @ForAll BlockCompression compression) {
    Random random = new Random(seed);
    try (BlockCodec codec = BlockCodecs.create(compression)) {
      ByteBuffer sound =
          TestBlocks.encode(
              codec,
              0,
              new BlockChain(TestBlocks.ANCHOR),
              TestBlocks.info(1, 1, 3),
              TestRecords.of(seed, 1, 300, 0, 70));
      ByteBuffer block = ByteBuffer.allocateDirect(sound.capacity()).order(LITTLE_ENDIAN);
      block.put(0, changed(TestBlocks.bytes(sound), random));
      if (random.nextBoolean()) {
        TestBlocks.fixChecksum(block);
      }
      decode(TestBlocks.bytes(block), DecoderFuzzTest::block);
    }
  }

  @Property(tries = TRIES)
  void shouldDecodeOrRefuseChangedKernelEvents(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] sound =
        KernelEventCodec.encode(
            SemanticEvent.builder(EventType.FILESYSTEM_CREATE)
                .filesystem("/a/path", 7, 0x8000)
                .payload(new byte[random.nextInt(300)])
                .build());
    decode(changed(sound, random), DecoderFuzzTest::kernelEvent);
  }
}
