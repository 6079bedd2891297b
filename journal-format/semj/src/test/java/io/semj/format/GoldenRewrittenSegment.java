package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.BlockChain;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The content of the golden segment that was rewritten: a sparse block and a dense one behind a
 * gap, and a re-anchor. It never changes.
 */
final class GoldenRewrittenSegment {
  static final long[][] SEQUENCES = {{42, 44, 45, 49}, {55, 56}};
  static final long REWRITTEN_NANOS = GoldenSegment.SEALED_NANOS + 3_600_000_000_000L;

  private GoldenRewrittenSegment() {}

  /** What stood there before: 20 events in 5 blocks. */
  static SegmentReanchor reanchor() {
    byte[] digest = new byte[ChainDigest.LENGTH];
    for (int i = 0; i < digest.length; i++) {
      digest[i] = (byte) (0xA0 + i);
    }
    return new SegmentReanchor(
        SegmentReanchor.Kind.COMPACTION.code(),
        60,
        13,
        ChainDigest.of(digest),
        14,
        REWRITTEN_NANOS);
  }

  static List<byte[]> records(int block) {
    List<byte[]> records = new ArrayList<>();
    for (long sequence : SEQUENCES[block]) {
      records.add(GoldenSegment.record(sequence, (int) (sequence % 3)));
    }
    return records;
  }

  static byte[] encode() {
    ByteBuffer file = ByteBuffer.allocateDirect(64 * 1024).order(LITTLE_ENDIAN);
    BlockChain chain = new BlockChain(TestBlocks.ANCHOR);
    BlockEncoder encoder =
        new BlockEncoder(BlockCodecs.create(BlockCompression.NONE), Integer.MAX_VALUE, chain);
    ByteBuffer target = ByteBuffer.allocateDirect(32 * 1024).order(LITTLE_ENDIAN);
    int position = SegmentDescriptor.LENGTH;
    int lastBlock = 0;
    for (int block = 0; block < SEQUENCES.length; block++) {
      int size = encodeBlock(encoder, block, target);
      file.put(position, target, 0, size);
      lastBlock = position;
      position += size;
    }
    byte[] digest = new byte[ChainDigest.LENGTH];
    chain.copyDigest(digest, 0);
    SegmentSeal seal =
        new SegmentSeal(
            position,
            lastBlock,
            2,
            6,
            56,
            ChainDigest.of(digest),
            GoldenSegment.SEALED_NANOS,
            GoldenSegment.timestamp(42),
            GoldenSegment.timestamp(56));
    SegmentHeader header =
        SegmentHeader.live(GoldenSegment.identity(), BlockCompression.NONE).sealed(seal);
    SegmentReanchorCodec.encode(header, seal, reanchor(), new UnsafeBuffer(file), 0);
    byte[] bytes = new byte[position];
    file.get(0, bytes);
    return bytes;
  }

  private static int encodeBlock(BlockEncoder encoder, int block, ByteBuffer target) {
    ByteBuffer records = ByteBuffer.allocateDirect(16 * 1024).order(LITTLE_ENDIAN);
    int lastOffset = 0;
    for (byte[] record : records(block)) {
      lastOffset = records.position();
      records.put(record);
    }
    long[] sequences = SEQUENCES[block];
    long last = sequences[sequences.length - 1];
    BlockInfo info =
        new BlockInfo()
            .blockId(GoldenSegment.FIRST_BLOCK_ID + block)
            .generation(GoldenSegment.GENERATION)
            .firstSequence(sequences[0])
            .eventCount(sequences.length)
            .durableSequence(sequences[0] - 1)
            .droppedBefore(block == 0 ? 1 : 5)
            .lastSequence(block == 0 ? last : 0);
    return encoder.encode(info, records, records.position(), lastOffset, target);
  }
}
