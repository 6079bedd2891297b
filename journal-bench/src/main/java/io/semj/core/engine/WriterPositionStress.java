package io.semj.core.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.semj.checksum.BlockChain;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentTotals;
import io.semj.format.BlockCodec;
import io.semj.format.BlockCodecs;
import io.semj.format.BlockCompression;
import io.semj.format.BlockEncoder;
import io.semj.format.ChainDigest;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** The published position is seen as a whole: end, sequence, block and digest of one block. */
@JCStressTest
@Outcome(id = "512, 0, 0, 0", expect = ACCEPTABLE, desc = "before the block")
@Outcome(id = "968, 1, 1, 1", expect = ACCEPTABLE, desc = "behind the first block")
@Outcome(id = "1424, 2, 2, 2", expect = ACCEPTABLE, desc = "behind the second block")
@Outcome(expect = FORBIDDEN, desc = "a position was seen in parts")
@State
public class WriterPositionStress {
  private static final int RECORD = 256;
  private static final ChainDigest START = ChainDigest.of(new byte[ChainDigest.LENGTH]);
  private static final BlockChain CHAIN = new BlockChain(START.toBytes());
  private static final BlockGroup FIRST = block(1);
  private static final BlockGroup SECOND = block(2);

  private final WriterProgress progress = atStart();

  private static WriterProgress atStart() {
    return new WriterProgress(
        null, new JournalPosition(1, 512, 0, 0, START, new SegmentTotals(0, 0, 0, 0, 0)));
  }

  private static BlockGroup block(long sequence) {
    BlockAssembler batch = new BlockAssembler(RECORD);
    batch.add(new UnsafeBuffer(new byte[RECORD]), 0, RECORD, 0);
    batch.place(sequence, 0, 0);
    BlockGroup block = new BlockGroup();
    BlockCodec codec = BlockCodecs.create(BlockCompression.NONE);
    block.add(new BlockEncoder(codec, RECORD, CHAIN), atStart(), batch);
    return block;
  }

  /** Publishes two blocks. */
  @Actor
  public void writer() {
    progress.advance(FIRST);
    progress.advance(SECOND);
  }

  /** Takes a snapshot. */
  @Actor
  public void other(IIII_Result seen) {
    JournalPosition position = progress.snapshot().position();
    seen.r1 = (int) position.endPosition();
    seen.r2 = (int) position.sequence();
    seen.r3 = (int) position.blockId();
    seen.r4 = blockOf(position.digest());
  }

  private static int blockOf(ChainDigest digest) {
    if (digest.equals(START)) {
      return 0;
    }
    if (digest.equals(ChainDigest.of(FIRST.digest()))) {
      return 1;
    }
    return digest.equals(ChainDigest.of(SECOND.digest())) ? 2 : -1;
  }
}
