package io.semj.core.engine;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits by a few spins, then by parks that double up to a millisecond and, in a long silence, grow
 * to a hundredth of it and at most 20 ms, so that an idle journal costs next to nothing. Publishing
 * signals nobody, which keeps emission free of system calls; whoever cannot wait for the next look
 * unparks the writer, as does who fills a quarter of the ring.
 */
final class ParkingWaitStrategy implements WaitStrategy {
  private static final int SPINS = 100;
  private static final long SHORTEST_PARK_NANOS = 50_000;
  private static final long LONG_PARK_NANOS = 1_000_000;
  private static final long LONGEST_PARK_NANOS = 20_000_000;
  private static final int PART_OF_SILENCE = 100;

  @Override
  public long waitFor(
      long sequence, Sequence cursor, Sequence dependentSequence, SequenceBarrier barrier)
      throws AlertException {
    long available = dependentSequence.get();
    int spins = 0;
    long park = SHORTEST_PARK_NANOS;
    long silence = 0;
    while (available < sequence) {
      barrier.checkAlert();
      if (spins < SPINS) {
        spins++;
        Thread.onSpinWait();
      } else {
        Thread.interrupted(); // would keep this thread from sleeping
        LockSupport.parkNanos(park);
        silence += park;
        park = nextPark(park, silence);
      }
      available = dependentSequence.get();
    }
    return available;
  }

  static long nextPark(long park, long silence) {
    long usual = Math.min(park * 2, LONG_PARK_NANOS);
    return Math.min(Math.max(usual, silence / PART_OF_SILENCE), LONGEST_PARK_NANOS);
  }

  @Override
  public void signalAllWhenBlocking() {
    // Nobody is blocked: the writer looks by itself.
  }
}
