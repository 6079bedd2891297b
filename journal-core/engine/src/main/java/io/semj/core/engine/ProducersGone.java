package io.semj.core.engine;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.Sequencer;
import java.util.concurrent.TimeUnit;

/**
 * Finds out, when the journal is closed and its writer has ended, that no producer is between its
 * claim and its publication any more, nor ever will be again. Only there do producers touch the
 * ring's memory. All slots that are left are claimed, so that nobody else can claim one; then every
 * claim of somebody else is waited for. For sequencers with any number of producers.
 */
final class ProducersGone {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private ProducersGone() {}

  /**
   * Waits for the producers.
   *
   * @param released the last slot that the writer released
   * @return false when one is still on its way after a second
   */
  static boolean await(Sequencer sequencer, long released) {
    boolean[] ours = new boolean[sequencer.getBufferSize()];
    claimAll(sequencer, released, ours);
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    for (int i = 0; i < ours.length; i++) {
      long claim = released + 1 + i;
      for (int round = 0; !ours[i] && !sequencer.isAvailable(claim); round++) {
        if (!Pause.isSpin(round) && System.nanoTime() > deadline) {
          return false;
        }
        Pause.round(round);
      }
    }
    return true;
  }

  private static void claimAll(Sequencer sequencer, long released, boolean[] ours) {
    for (int left = ours.length; left > 0; left = (int) sequencer.remainingCapacity()) {
      try {
        int offset = (int) (sequencer.tryNext(1) - released - 1);
        ours[offset] = true;
      } catch (InsufficientCapacityException somebodyElseTookIt) {
        Thread.onSpinWait();
      }
    }
  }
}
