package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.error.CompressionException;
import io.semj.error.UnsupportedFeatureException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Random;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class BlockCodecTest {
  private static final int LENGTH = 20_000;
  private static final int OFFSET = 13;

  private final ByteBuffer data = ByteBuffer.allocateDirect(OFFSET + LENGTH);
  private final ByteBuffer restored = ByteBuffer.allocateDirect(OFFSET + LENGTH + OFFSET);

  BlockCodecTest() {
    for (int i = 0; i < LENGTH; i++) {
      data.put(OFFSET + i, (byte) (i / 10 % 50));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveBackWhatItCompressedFromDirectAndFromHeapMemory(BlockCompression compression) {
    try (BlockCodec codec = BlockCodecs.create(compression)) {
      assertThat(codec.compression()).isEqualTo(compression);
      ByteBuffer compressed = compress(codec);
      ByteBuffer heap = ByteBuffer.allocate(compressed.capacity() + 3).position(3).slice();
      heap.put(0, compressed, 0, compressed.capacity());
      for (ByteBuffer source : new ByteBuffer[] {compressed, heap}) {
        fill(restored, (byte) 9);
        codec.decompress(source, 0, source.capacity(), restored, OFFSET, LENGTH);
        assertThat(range(restored, OFFSET, LENGTH)).isEqualTo(range(data, OFFSET, LENGTH));
        restored.clear();
        assertThat(restored.get(OFFSET - 1)).isEqualTo((byte) 9);
        assertThat(restored.get(OFFSET + LENGTH)).isEqualTo((byte) 9);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldStayWithinItsBoundForNoise(BlockCompression compression) {
    Random random = new Random(42);
    try (BlockCodec codec = BlockCodecs.create(compression)) {
      for (int length : new int[] {1, 2, 100, 4_096, LENGTH}) {
        ByteBuffer noise = ByteBuffer.allocateDirect(length);
        for (int i = 0; i < length; i++) {
          noise.put(i, (byte) random.nextInt());
        }
        int bound = codec.maxCompressedLength(length);
        ByteBuffer target = ByteBuffer.allocateDirect(bound);
        assertThat(codec.compress(noise, 0, length, target, 0, bound)).isBetween(length, bound);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldSayThatTheCapacityIsTooSmall(BlockCompression compression) {
    try (BlockCodec codec = BlockCodecs.create(compression)) {
      int length = compress(codec).capacity();
      ByteBuffer target = ByteBuffer.allocateDirect(LENGTH);
      for (int capacity : new int[] {0, 1, length / 2, length - 1}) {
        assertThat(codec.compress(data, OFFSET, LENGTH, target, 0, capacity))
            .as("capacity=%d", capacity)
            .isEqualTo(-1);
      }
      // And is none the worse for it.
      assertThat(compress(codec).capacity()).isEqualTo(length);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseDataOfAnotherLength(BlockCompression compression) {
    try (BlockCodec codec = BlockCodecs.create(compression)) {
      ByteBuffer compressed = compress(codec);
      for (int length : new int[] {0, 1, LENGTH - 1, LENGTH + 1}) {
        fill(restored, (byte) 9);
        assertThatThrownBy(
                () -> codec.decompress(compressed, 0, compressed.capacity(), restored, 5, length))
            .as("length=%d", length)
            .isInstanceOf(CompressionException.class);
        assertThat(restored.clear().get(5 + length)).isEqualTo((byte) 9);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void shouldRefuseDataThatIsCutOrHasSomethingAfterIt(BlockCompression compression) {
    try (BlockCodec codec = BlockCodecs.create(compression)) {
      ByteBuffer compressed = compress(codec);
      int length = compressed.capacity();
      for (int cut = 0; cut < length; cut++) {
        int available = cut;
        assertThatThrownBy(() -> codec.decompress(compressed, 0, available, restored, 0, LENGTH))
            .as("cut=%d", cut)
            .isInstanceOf(CompressionException.class);
      }
      ByteBuffer longer =
          ByteBuffer.allocateDirect(length + 1).put(0, compressed.clear(), 0, length);
      longer.put(length, (byte) 0x55);
      assertThatThrownBy(() -> codec.decompress(longer, 0, length + 1, restored, 0, LENGTH))
          .isInstanceOf(CompressionException.class);
    }
  }

  /** A damaged source may decompress to other data; it must not harm anything else. */
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void shouldNeverWriteOutsideOfItsTargetWhateverTheSource(BlockCompression compression) {
    Random random = new Random(7);
    try (BlockCodec codec = BlockCodecs.create(compression)) {
      ByteBuffer compressed = compress(codec);
      fill(restored, (byte) 9);
      for (int i = 0; i < 2_000; i++) {
        int at = random.nextInt(compressed.capacity());
        byte original = compressed.get(at);
        compressed.clear().put(at, (byte) random.nextInt());
        try {
          codec.decompress(compressed, 0, compressed.capacity(), restored, OFFSET, LENGTH);
        } catch (CompressionException e) {
          assertThat(e).hasMessageStartingWith(compression.name().toLowerCase(Locale.ROOT));
        }
        compressed.clear().put(at, original);
        restored.clear();
        assertThat(range(restored, 0, OFFSET)).containsOnly(9);
        assertThat(range(restored, OFFSET + LENGTH, OFFSET)).containsOnly(9);
      }
    }
  }

  @Test
  void shouldReadTheSameLz4BlocksWithoutNativeCode() {
    try (BlockCodec java = new Lz4Codec(LZ4Factory.fastestJavaInstance());
        BlockCodec fastest = new Lz4Codec()) {
      ByteBuffer compressed = compress(java);
      fastest.decompress(compressed, 0, compressed.capacity(), restored, OFFSET, LENGTH);
      assertThat(range(restored, OFFSET, LENGTH)).isEqualTo(range(data, OFFSET, LENGTH));
      ByteBuffer other = compress(fastest);
      fill(restored, (byte) 9);
      java.decompress(other, 0, other.capacity(), restored, OFFSET, LENGTH);
      assertThat(range(restored, OFFSET, LENGTH)).isEqualTo(range(data, OFFSET, LENGTH));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldKnowEveryCompressionByItsCode(BlockCompression compression) {
    assertThat(BlockCompression.ofCode(compression.code())).isEqualTo(compression);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, Integer.MAX_VALUE})
  void shouldRefuseUnknownCompressions(int code) {
    assertThatThrownBy(() -> BlockCompression.ofCode(code))
        .isInstanceOf(UnsupportedFeatureException.class)
        .hasMessage("block compression is not supported: expected=0..3, actual=%d", code);
    assertThatThrownBy(() -> BlockCompression.ofCode(-1))
        .hasMessage("block compression is not supported: expected=0..3, actual=4294967295");
  }

  private ByteBuffer compress(BlockCodec codec) {
    ByteBuffer target = ByteBuffer.allocateDirect(codec.maxCompressedLength(LENGTH) + 5);
    int length = codec.compress(data, OFFSET, LENGTH, target, 5, target.capacity() - 5);
    assertThat(length).isPositive();
    target.clear();
    return ByteBuffer.allocateDirect(length).order(LITTLE_ENDIAN).put(0, target, 5, length);
  }

  private static byte[] range(ByteBuffer buffer, int offset, int length) {
    byte[] bytes = new byte[length];
    buffer.clear().get(offset, bytes);
    return bytes;
  }

  private static void fill(ByteBuffer buffer, byte value) {
    buffer.clear();
    for (int i = 0; i < buffer.capacity(); i++) {
      buffer.put(i, value);
    }
  }
}
