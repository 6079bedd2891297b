package io.semj.core.engine;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.Sequencer;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.WaitStrategy;

/**
 * Waits for what many producers have published without ever reading how far they have claimed.
 *
 * <p>Each claim is an atomic addition to one counter. A consumer that reads this counter takes its
 * cache line away from the producers, and the next claim waits until it is back: this doubles what
 * an emission costs. Whether a slot is published is told by the slot's own mark, which a producer
 * stores without waiting for anything.
 */
final class PublishedBarrier implements SequenceBarrier {
  private final Published published;
  private final WaitStrategy strategy;
  private volatile boolean alerted;

  /**
   * For one consumer.
   *
   * @param sequencer of many producers: one that marks each slot
   * @param strategy of the sequencer
   */
  PublishedBarrier(Sequencer sequencer, WaitStrategy strategy) {
    this.published = new Published(sequencer);
    this.strategy = strategy;
  }

  /** The last sequence up to which all are published. Consumer thread only. */
  private static final class Published extends Sequence {
    private final Sequencer sequencer;
    private long last = -1;

    Published(Sequencer sequencer) {
      this.sequencer = sequencer;
    }

    /** What is before is no matter: dropped slots may be on their next lap already. */
    void beginBehind(long sequence) {
      last = Math.max(last, sequence);
    }

    @Override
    public long get() {
      long seen = last;
      while (sequencer.isAvailable(seen + 1)) {
        seen++;
      }
      last = seen;
      return seen;
    }
  }

  @Override
  public long waitFor(long sequence) throws AlertException, InterruptedException, TimeoutException {
    checkAlert();
    published.beginBehind(sequence - 1);
    return strategy.waitFor(sequence, published, published, this);
  }

  @Override
  public long getCursor() {
    return published.get();
  }

  @Override
  public boolean isAlerted() {
    return alerted;
  }

  @Override
  public void alert() {
    alerted = true;
    strategy.signalAllWhenBlocking();
  }

  @Override
  public void clearAlert() {
    alerted = false;
  }

  @Override
  public void checkAlert() throws AlertException {
    if (alerted) {
      throw AlertException.INSTANCE;
    }
  }
}
