package io.semj.core.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.semj.core.ring.SlotDescriptor;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Whoever sees a slot's commit word sees the whole slot, without the help of the sequencer. */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "not committed yet")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "committed, and whole")
@Outcome(expect = FORBIDDEN, desc = "a slot was seen in parts")
@State
public class SlotCommitStress {
  private static final long SEQUENCE = 5;

  private final RingMemory memory = SlotContent.memory(1);

  /** Fills and commits a slot. */
  @Actor
  public void producer() {
    SlotContent.put(memory, 0, SlotContent.NEW);
    memory.commit(memory.slot(0), SEQUENCE);
  }

  /** Looks at the commit word first. */
  @Actor
  public void reader(II_Result seen) {
    int slot = memory.slot(0);
    if (memory.memory().getLongVolatile(slot + SlotDescriptor.COMMIT_OFFSET) == SEQUENCE) {
      seen.r1 = 1;
      seen.r2 = SlotContent.holds(memory, 0, SlotContent.NEW) ? 1 : 0;
    }
  }
}
