package io.semj.bench;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.dsl.ProducerType;
import io.semj.core.JournalConfig;
import io.semj.core.ProducerMode;
import io.semj.core.engine.WaitStrategies;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The least that an emission could cost: claim a slot of a bare Disruptor, copy the bytes into the
 * slot's memory, publish. Capacity, slot size and wait strategy are the journal's defaults, and the
 * consumer only copies each slot to a buffer that it uses again.
 */
final class BareRing implements AutoCloseable {
  private static final int CACHE_LINE = 64;

  private final RingBuffer<Slot> ring;
  private final UnsafeBuffer memory;
  private final int shift;
  private final int mask;
  private final SequenceBarrier barrier;
  private final Sequence consumed = new Sequence();
  private final UnsafeBuffer sink;
  private final Thread consumer;
  private volatile boolean closed;

  private BareRing(ProducerMode producer, JournalConfig journal) {
    int capacity = journal.ringCapacity();
    int stride = journal.slotBytes();
    ring =
        RingBuffer.create(
            producer == ProducerMode.SINGLE ? ProducerType.SINGLE : ProducerType.MULTI,
            Slot::new,
            capacity,
            WaitStrategies.of(journal.waitStrategy()));
    memory =
        new UnsafeBuffer(
            ByteBuffer.allocateDirect(capacity * stride + CACHE_LINE).alignedSlice(CACHE_LINE));
    sink = new UnsafeBuffer(ByteBuffer.allocateDirect(stride));
    shift = Integer.numberOfTrailingZeros(stride);
    mask = capacity - 1;
    barrier = ring.newBarrier();
    ring.addGatingSequences(consumed);
    consumer = new Thread(this::consume, "bare-ring-consumer");
    consumer.setDaemon(true);
  }

  /** What the ring keeps on the heap for a slot; the bytes are outside. */
  private static final class Slot {
    private int length;
  }

  static BareRing start(ProducerMode producer) {
    JournalConfig defaults = JournalConfig.builder(Path.of("unused")).build();
    BareRing bare = new BareRing(producer, defaults);
    bare.consumer.start();
    return bare;
  }

  long publish(DirectBuffer bytes, int length) {
    long sequence = ring.next();
    ring.get(sequence).length = length;
    memory.putBytes(offset(sequence), bytes, 0, length);
    ring.publish(sequence);
    return sequence;
  }

  private int offset(long sequence) {
    return ((int) sequence & mask) << shift;
  }

  private void consume() {
    long next = 0;
    while (!closed) {
      try {
        long available = barrier.waitFor(next);
        for (; next <= available; next++) {
          sink.putBytes(0, memory, offset(next), ring.get(next).length);
        }
        consumed.set(available);
      } catch (AlertException lookAtClosed) {
        barrier.clearAlert();
      } catch (TimeoutException | InterruptedException goOn) {
        Thread.interrupted();
      }
    }
  }

  /** How many were consumed so far. */
  long consumed() {
    return consumed.get() + 1;
  }

  /** Stops the consumer; what it has not taken is forgotten. */
  @Override
  public void close() {
    closed = true;
    barrier.alert();
    try {
      consumer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
