package io.semj.core.engine;

import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.Sequencer;
import io.semj.core.ProducerMode;
import java.io.IOException;

/** Ends the use of the ring's memory when the journal is closed and its threads have ended. */
final class RingEnd {
  private final RingStore store;
  private final Sequencer sequencer;
  private final Sequence released;
  private final ProducerMode producers;

  RingEnd(RingStore store, Sequencer sequencer, Sequence released, ProducerMode producers) {
    this.store = store;
    this.sequencer = sequencer;
    this.released = released;
    this.producers = producers;
  }

  /**
   * Ends it.
   *
   * @param settled whether all that was emitted is durable
   */
  void run(boolean settled) throws IOException {
    if (store.survives()) {
      // A single producer's claims cannot be seen: whether it is on its way is not known.
      boolean gone =
          producers == ProducerMode.MULTI && ProducersGone.await(sequencer, released.get());
      store.retire(settled, gone);
    }
  }
}
