package io.semj.core.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * The durable position is never seen ahead of what was forced, and never goes back. The first
 * number is the position, the second the position seen right after, the third what was forced then.
 */
@JCStressTest
@Outcome(id = "0, [012], [012]", expect = ACCEPTABLE, desc = "nothing is durable yet")
@Outcome(id = "1, [12], [12]", expect = ACCEPTABLE, desc = "the first is")
@Outcome(id = "2, 2, 2", expect = ACCEPTABLE, desc = "both are")
@Outcome(id = "0, 1, 0", expect = FORBIDDEN, desc = "durable before it was forced")
@Outcome(id = "0, 2, [01]", expect = FORBIDDEN, desc = "durable before it was forced")
@Outcome(id = "1, 2, 1", expect = FORBIDDEN, desc = "durable before it was forced")
@Outcome(expect = FORBIDDEN, desc = "the position went back, or was ahead")
@State
public class DurablePositionStress {
  private final DurabilityTracker tracker = new DurabilityTracker(0, new Lifecycle(() -> {}));
  private int forced;

  /** The sync thread: forces, then tells. */
  @Actor
  public void syncer() {
    forced = 1;
    tracker.advance(1, 1);
    forced = 2;
    tracker.advance(2, 2);
  }

  /** Asks twice, then looks at what was forced. */
  @Actor
  public void asker(III_Result seen) {
    seen.r1 = (int) tracker.durable();
    seen.r2 = (int) tracker.durable();
    seen.r3 = forced;
  }
}
