package io.semj.index;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.format.ChainDigest;
import io.semj.format.RecordDescriptor;
import io.semj.format.RecordFlyweight;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

/** An index file that was kept, and a reader of it that knows nothing but docs/format.md. */
class GoldenIndexTest {
  private static final int BLOCKS = 40;
  private static final long FIRST = 1_001;
  private static final long TIME = 1_700_000_000_000_000_000L;

  private static ByteBuffer golden() throws IOException {
    try (InputStream file = GoldenIndexTest.class.getResourceAsStream("/golden/3/index.semx")) {
      return ByteBuffer.wrap(file.readAllBytes()).order(LITTLE_ENDIAN);
    }
  }

  /** 40 blocks of 3 records each; the block at 7 is sparse. */
  static ByteBuffer encode() {
    LiveIndex index = new LiveIndex(KeyExtractor.NONE);
    for (int block = 0; block < BLOCKS; block++) {
      long first = FIRST + block * 10L;
      long step = block == 7 ? 2 : 1;
      for (int i = 0; i < 3; i++) {
        index.add(event(block, first + i * step));
      }
      long position = 512 + block * 1_000L;
      index.endBlock(
          new BlockSpan(
              position, position + 1_000, first, first + 2 * step, 3, TIME + block, TIME + block));
    }
    byte[] digest = new byte[ChainDigest.LENGTH];
    digest[0] = 9;
    return IndexFileEncoder.encode(
        index,
        new SegmentFacts(new UUID(3, 7), 5, 512 + BLOCKS * 1_000L, ChainDigest.of(digest)),
        0,
        Long.MAX_VALUE);
  }

  private static RecordFlyweight event(int block, long sequence) {
    EventBuilder event =
        new EventBuilder(EventType.FILESYSTEM_CREATE)
            .timestampNanos(TIME + block)
            .transactionId(100 + block / 2)
            .path("/srv/" + block);
    byte[] bytes = new byte[event.encode()];
    event.image().getBytes(0, bytes);
    UnsafeBuffer image = new UnsafeBuffer(bytes);
    image.putLong(RecordDescriptor.USERSPACE_SEQUENCE_OFFSET, sequence, LITTLE_ENDIAN);
    return new RecordFlyweight().wrap(image, 0);
  }

  @Test
  void shouldWriteTheSameBytesForEver() throws IOException {
    assertThat(encode()).isEqualTo(golden());
  }

  @Test
  void shouldBeReadableByWhatIsDocumented() throws IOException {
    ByteBuffer file = golden();
    assertThat(file.getInt(0)).isEqualTo(0x584D4553);
    assertThat(file.getInt(4)).isEqualTo(3);
    assertThat(file.getInt(108)).isEqualTo(BLOCKS);
    int block = 192 + 7 * 24;
    assertThat(file.getLong(72) + file.getInt(block)).isEqualTo(FIRST + 70);
    assertThat(file.getInt(block + 4)).isEqualTo(4);
    assertThat(file.getInt(block + 8)).isEqualTo(3);
    assertThat(file.getInt(block + 12) * 8L).isEqualTo(512 + 7_000);
    assertThat(file.getLong(88) + ((long) file.getInt(block + 16) << file.getInt(104)))
        .isEqualTo(TIME + 7);

    assertThat(rareBlocks(file, 7, hashOf(7, 103))).containsExactly(6, 7);
    assertThat(frequentBlocks(file, hashOf(1, EventType.FILESYSTEM_CREATE.code()) | 1L << 36))
        .hasSize(BLOCKS);
    assertThat(
            bitmap(
                file.slice((int) file.getLong(144), (int) (file.getLong(136) - file.getLong(144)))))
        .containsExactly(70, 72, 74);
  }

  /** The 36 bits of a number's hash. */
  private static long hashOf(int kind, long value) {
    long z = value + kind * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return (z ^ (z >>> 31)) >>> 28;
  }

  private static List<Integer> rareBlocks(ByteBuffer file, int kind, long hash) {
    int blockBits = 6; // 39 needs 6
    int entry = 192 + BLOCKS * 24 + kind * 16;
    int bucketBits = file.getInt(entry + 4);
    int buckets = (int) file.getLong(entry + 8);
    int bucket = (int) (hash >>> (36 - bucketBits));
    int hashBits = Math.min(32 - blockBits, 36 - bucketBits);
    long wanted = hash >>> (36 - bucketBits - hashBits) & ((1L << hashBits) - 1);
    List<Integer> blocks = new ArrayList<>();
    int entries = buckets + ((1 << bucketBits) + 1) * 4;
    for (int i = file.getInt(buckets + bucket * 4);
        i < file.getInt(buckets + bucket * 4 + 4);
        i++) {
      long found = Integer.toUnsignedLong(file.getInt(entries + i * 4));
      if (found >>> blockBits == wanted) {
        blocks.add((int) (found & ((1 << blockBits) - 1)));
      }
    }
    return blocks;
  }

  private static List<Integer> frequentBlocks(ByteBuffer file, long key) throws IOException {
    int table = (int) file.getLong(128);
    int count = file.getInt(116);
    for (int i = 0; i < count; i++) {
      if (file.getLong(table + i * 16) == key) {
        int from = table + count * 16 + file.getInt(table + i * 16 + 8);
        return bitmap(file.slice(from, file.getInt(table + i * 16 + 12)));
      }
    }
    return List.of();
  }

  private static List<Integer> bitmap(ByteBuffer bytes) throws IOException {
    RoaringBitmap blocks = new RoaringBitmap();
    blocks.deserialize(bytes.order(LITTLE_ENDIAN));
    List<Integer> list = new ArrayList<>();
    blocks.forEach((int block) -> list.add(block));
    return list;
  }
}
