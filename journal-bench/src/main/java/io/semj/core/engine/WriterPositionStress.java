package io.semj.core.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentTotals;
import io.semj.format.ChainDigest;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** The published position is seen as a whole: end, sequence, block and digest of one block. */
@JCStressTest
@Outcome(id = "512, 0, 0, 0", expect = ACCEPTABLE, desc = "before the block")
@Outcome(id = "612, 1, 1, 1", expect = ACCEPTABLE, desc = "behind the first block")
@Outcome(id = "712, 2, 2, 2", expect = ACCEPTABLE, desc = "behind the second block")
@Outcome(expect = FORBIDDEN, desc = "a position was seen in parts")
@State
public class WriterPositionStress {
  private static final BlockAssembler EMPTY = new BlockAssembler(0);

  private final WriterProgress progress =
      new WriterProgress(
          null,
          new JournalPosition(
              1, 512, 0, 0, ChainDigest.of(digest(0)), new SegmentTotals(0, 0, 0, 0, 0)));
  private final byte[] first = digest(1);
  private final byte[] second = digest(2);

  private static byte[] digest(int value) {
    byte[] digest = new byte[ChainDigest.LENGTH];
    digest[0] = (byte) value;
    digest[ChainDigest.LENGTH - 1] = (byte) value;
    return digest;
  }

  /** Publishes two blocks. */
  @Actor
  public void writer() {
    progress.advance(100, 1, EMPTY, first);
    progress.advance(100, 2, EMPTY, second);
  }

  /** Takes a snapshot. */
  @Actor
  public void other(IIII_Result seen) {
    JournalPosition position = progress.snapshot().position();
    byte[] digest = position.digest().toBytes();
    seen.r1 = (int) position.endPosition();
    seen.r2 = (int) position.sequence();
    seen.r3 = (int) position.blockId();
    seen.r4 = digest[0] == digest[ChainDigest.LENGTH - 1] ? digest[0] : -1;
  }
}
