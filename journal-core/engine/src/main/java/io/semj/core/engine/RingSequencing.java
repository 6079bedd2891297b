package io.semj.core.engine;

import com.lmax.disruptor.MultiProducerSequencer;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.Sequencer;
import com.lmax.disruptor.SingleProducerSequencer;
import com.lmax.disruptor.WaitStrategy;
import io.semj.core.JournalConfig;
import io.semj.core.ProducerMode;

/**
 * How slots are given out and how the one consumer learns of them.
 *
 * @param sequencer of the producers
 * @param barrier of the consumer
 */
record RingSequencing(Sequencer sequencer, SequenceBarrier barrier) {
  static RingSequencing of(JournalConfig config) {
    WaitStrategy wait = WaitStrategies.of(config.waitStrategy());
    if (config.producerMode() == ProducerMode.SINGLE) {
      Sequencer single = new SingleProducerSequencer(config.ringCapacity(), wait);
      return new RingSequencing(single, single.newBarrier());
    }
    Sequencer multi = new MultiProducerSequencer(config.ringCapacity(), wait);
    return new RingSequencing(multi, new PublishedBarrier(multi, wait));
  }
}
