package io.semj.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.checksum.Crc32c;
import io.semj.error.CorruptionException;
import io.semj.error.StorageException;
import io.semj.error.VersionMismatchException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class IndexFileTest {
  private final IndexedSegment segment = IndexedSegment.of(42, 300, 40);

  @Test
  void shouldTellWhatSegmentItIsOf() {
    IndexFileHeader header = IndexedSegment.open(segment.encode(Long.MAX_VALUE)).header();

    assertThat(header.segment()).isEqualTo(segment.facts());
    assertThat(header.extractorId()).isEqualTo(9);
    assertThat(header.firstSequence()).isEqualTo(segment.blocks.get(0).firstSequence());
    assertThat(header.lastSequence()).isEqualTo(segment.blocks.get(299).lastSequence());
  }

  @Test
  void shouldSumUpItsBody() {
    ByteBuffer file = segment.encode(Long.MAX_VALUE);
    byte[] bytes = new byte[file.limit()];
    file.get(bytes);

    IndexFileHeader header = IndexFileHeader.decode(bytes, bytes.length);

    assertThat(header.bodyChecksum())
        .isEqualTo(Crc32c.of(bytes, IndexFileHeader.LENGTH, bytes.length - IndexFileHeader.LENGTH));
  }

  @Test
  void shouldSeldomNameABlockInVain() {
    IndexFile file = IndexedSegment.open(segment.encode(Long.MAX_VALUE));
    int inVain = 0;
    int asked = 100_000;
    for (int i = 0; i < asked; i++) {
      inVain += file.blocksWith(IndexKey.of(KeyKind.TRANSACTION, 10_000_000L + i)).getCardinality();
    }

    assertThat(inVain).isLessThan(asked / 1_000);
  }

  @Test
  void shouldLeaveOutTheLargestKindsWhenItMustBeSmall() {
    ByteBuffer whole = segment.encode(Long.MAX_VALUE);
    ByteBuffer small = segment.encode(whole.limit() / 2);
    IndexFile file = IndexedSegment.open(small);

    assertThat(small.limit()).isLessThanOrEqualTo(whole.limit() / 2);
    assertThat(file.has(KeyKind.PATH)).isFalse();
    assertThat(file.has(KeyKind.TYPE)).isTrue();
    long type = IndexKey.of(KeyKind.TYPE, io.semj.event.EventType.FILESYSTEM_CREATE.code());
    TreeSet<Integer> named = new TreeSet<>();
    file.blocksWith(type).forEach((int block) -> named.add(block));
    assertThat(named).containsAll(segment.blocksOfKey.get(type));
  }

  @Test
  void shouldHaveNoBlocksOfAnEmptySegment() {
    IndexFile file = IndexedSegment.open(IndexedSegment.of(1, 0, 1).encode(Long.MAX_VALUE));

    assertThat(file.blockCount()).isZero();
    assertThat(file.blockOf(1)).isEqualTo(-1);
    assertThat(file.blocksWith(IndexKey.of(KeyKind.TYPE, 1)).isEmpty()).isTrue();
  }

  @Test
  void shouldRefuseAHeaderWithAnyBitChanged() {
    ByteBuffer file = segment.encode(Long.MAX_VALUE);
    byte[] head = new byte[IndexFileHeader.LENGTH];
    for (int bit = 0; bit < head.length * Byte.SIZE; bit++) {
      file.get(0, head);
      head[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertThatThrownBy(() -> IndexFileHeader.decode(head, file.limit()))
          .as("bit %d", bit)
          .isInstanceOf(StorageException.class);
    }
  }

  @Test
  void shouldRefuseAFileThatIsCutShort() {
    ByteBuffer file = segment.encode(Long.MAX_VALUE);
    byte[] head = new byte[IndexFileHeader.LENGTH];
    file.get(0, head);

    assertThatThrownBy(() -> IndexFileHeader.decode(head, file.limit() - 1))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("expected=" + file.limit())
        .hasMessageContaining("actual=" + (file.limit() - 1));
    assertThatThrownBy(() -> IndexFileHeader.decode(new byte[3], 3))
        .isInstanceOf(CorruptionException.class);
  }

  @Test
  void shouldRefuseAnotherVersion() {
    ByteBuffer file = segment.encode(Long.MAX_VALUE);
    byte[] head = new byte[IndexFileHeader.LENGTH];
    file.get(0, head);
    ByteBuffer changed = ByteBuffer.wrap(head).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    changed.putInt(IndexFileDescriptor.VERSION_OFFSET, 1);
    changed.putInt(
        IndexFileDescriptor.HEADER_CHECKSUM_OFFSET,
        Crc32c.of(head, 0, IndexFileDescriptor.HEADER_CHECKSUM_OFFSET));

    assertThatThrownBy(() -> IndexFileHeader.decode(head, file.limit()))
        .isInstanceOf(VersionMismatchException.class);
  }

  @Test
  void shouldRefuseRandomBytes() {
    Random random = new Random(7);
    for (int i = 0; i < 1_000; i++) {
      byte[] bytes = new byte[random.nextInt(400)];
      random.nextBytes(bytes);
      assertThatThrownBy(() -> IndexFileHeader.decode(bytes, bytes.length))
          .isInstanceOf(StorageException.class);
    }
  }

  @Test
  void shouldThrowOrAnswerSomethingWhenItsBytesAreWrittenOver() {
    ByteBuffer file = segment.encode(Long.MAX_VALUE);
    byte[] sound = new byte[file.limit()];
    file.get(0, sound);
    IndexFileHeader header = IndexFileHeader.decode(sound, sound.length);
    Random random = new Random(8);
    int thrown = 0;
    for (int round = 0; round < 100; round++) {
      byte[] bytes = sound.clone();
      IndexFile index = new IndexFile(header, ByteBuffer.wrap(bytes));
      int from = IndexFileHeader.LENGTH + random.nextInt(bytes.length - IndexFileHeader.LENGTH);
      int bits = random.nextInt(256);
      for (int i = from; i < bytes.length; i++) {
        bytes[i] = (byte) (random.nextInt() & bits);
      }
      thrown += askAll(index, random);
    }
    assertThat(thrown).isPositive();
  }

  private int askAll(IndexFile index, Random random) {
    int thrown = 0;
    for (long key : segment.blocksOfKey.keySet()) {
      thrown += thrown(() -> index.blocksWith(key));
    }
    for (int i = 0; i < 100; i++) {
      long sequence = index.header().firstSequence() + random.nextInt(20_000);
      thrown += thrown(() -> index.ordinal(index.blockOf(sequence), sequence));
      thrown += thrown(() -> index.span(index.blockOf(sequence)));
    }
    return thrown + thrown(() -> index.blocksWithin(0, index.blockCount() - 1, 0, 1));
  }

  private static int thrown(Supplier<?> question) {
    try {
      return question.get() == null ? 1 : 0;
    } catch (RuntimeException withinBounds) {
      return 1;
    }
  }
}
