package io.semj.core.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.MultiProducerSequencer;
import com.lmax.disruptor.Sequencer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A writer that sees a published slot sees all that its producer put into it, on the second lap
 * too.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "not published yet")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "published, and whole")
@Outcome(expect = FORBIDDEN, desc = "a slot was seen in parts")
@State
public class SlotHandOverStress {
  private static final int CAPACITY = 2;
  private static final long SLOT = CAPACITY;

  private final RingMemory memory = SlotContent.memory(CAPACITY);
  private final Sequencer sequencer =
      new MultiProducerSequencer(CAPACITY, new BlockingWaitStrategy());

  /** The first lap is over. */
  public SlotHandOverStress() {
    SlotContent.put(memory, 0, SlotContent.OLD);
    sequencer.publish(sequencer.next(CAPACITY) - 1, SLOT - 1);
  }

  /** Claims, fills and publishes a slot as emission does. */
  @Actor
  public void producer() {
    long claimed = sequencer.next();
    SlotContent.put(memory, claimed, SlotContent.NEW);
    memory.commit(memory.slot(claimed), claimed);
    sequencer.publish(claimed);
  }

  /** Looks for the slot as the writer does. */
  @Actor
  public void writer(II_Result seen) {
    if (sequencer.getHighestPublishedSequence(SLOT, SLOT) == SLOT) {
      seen.r1 = 1;
      seen.r2 = SlotContent.holds(memory, SLOT, SlotContent.NEW) ? 1 : 0;
    }
  }
}
