package io.semj.suite.subject;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.dsl.ProducerType;
import io.semj.core.JournalConfig;
import io.semj.core.ProducerMode;
import io.semj.core.engine.WaitStrategies;
import io.semj.core.ring.SlotSizes;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The least that an emission could cost: claim a slot of a bare Disruptor, copy the bytes into the
 * slot's memory, publish. Capacity, slot size and wait strategy are the journal's defaults; what
 * the consumer does with a slot is the sink's choice.
 */
public final class BareRing implements BareQueue {
  /** At most, of the records that benchmarks publish here. */
  private static final int RECORD = 512;

  private static final int CACHE_LINE = 64;

  private final RingBuffer<Slot> ring;
  private final UnsafeBuffer memory;
  private final int stride;
  private final int mask;
  private final SequenceBarrier barrier;
  private final Sequence consumed = new Sequence();
  private final Sink sink;
  private final Thread consumer;
  private volatile RuntimeException failure;
  private volatile boolean closed;

  /** What the consumer does. */
  public interface Sink {
    /**
     * Takes a slot's bytes.
     *
     * @param memory that holds them
     * @param offset of them
     * @param length of them
     */
    void take(DirectBuffer memory, int offset, int length);

    /** Nothing more is there to be taken at the moment. */
    default void endOfBatch() {}
  }

  private BareRing(ProducerMode producer, JournalConfig journal, int stride, Sink sink) {
    int capacity = journal.ringCapacity();
    this.sink = sink;
    ring =
        RingBuffer.create(
            producer == ProducerMode.SINGLE ? ProducerType.SINGLE : ProducerType.MULTI,
            Slot::new,
            capacity,
            WaitStrategies.of(journal.waitStrategy()));
    memory =
        new UnsafeBuffer(
            ByteBuffer.allocateDirect(capacity * stride + CACHE_LINE).alignedSlice(CACHE_LINE));
    memory.setMemory(0, memory.capacity(), (byte) 1); // no first touch under an emission
    this.stride = stride;
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

  /**
   * A ring whose consumer runs.
   *
   * @param producer how many threads may publish
   * @param size the bytes of an event, at most
   * @param sink for what is published
   */
  public static BareRing start(ProducerMode producer, int size, Sink sink) {
    JournalConfig defaults = JournalConfig.builder(Path.of("unused")).build();
    BareRing bare = new BareRing(producer, defaults, stride(size), sink);
    bare.consumer.start();
    return bare;
  }

  /** Slots as close as ours where an event of this size fits, without what a record adds. */
  static int stride(int size) {
    int close = SlotSizes.of(1, 1 << 10).stride();
    return size <= close ? close : Integer.highestOneBit(size - 1) << 1;
  }

  /**
   * A ring whose consumer copies each slot to memory that it uses again.
   *
   * @param producer how many threads may publish
   */
  public static BareRing toMemory(ProducerMode producer) {
    UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(1 << 16));
    return start(
        producer, RECORD, (slots, offset, length) -> memory.putBytes(0, slots, offset, length));
  }

  /**
   * Publishes bytes; waits while the ring is full.
   *
   * @param bytes that hold them from 0 on
   * @param length of them
   * @return the ring's sequence, from 0 on
   */
  public long publish(DirectBuffer bytes, int length) {
    long sequence = ring.next();
    ring.get(sequence).length = length;
    memory.putBytes(offset(sequence), bytes, 0, length);
    ring.publish(sequence);
    return sequence;
  }

  @Override
  public long publish(byte[] bytes) {
    long sequence = ring.next();
    ring.get(sequence).length = bytes.length;
    memory.putBytes(offset(sequence), bytes);
    ring.publish(sequence);
    return sequence;
  }

  private int offset(long sequence) {
    return ((int) sequence & mask) * stride;
  }

  private void consume() {
    try {
      long next = 0;
      while (!closed) {
        next = takeFrom(next);
      }
    } catch (RuntimeException e) {
      failure = e;
      consumed.set(Long.MAX_VALUE >> 1); // nobody waits for room any more
    }
  }

  private long takeFrom(long first) {
    long next = first;
    try {
      long available = barrier.waitFor(next);
      for (; next <= available; next++) {
        sink.take(memory, offset(next), ring.get(next).length);
      }
      sink.endOfBatch();
      consumed.set(available);
    } catch (AlertException lookAtClosed) {
      barrier.clearAlert();
    } catch (TimeoutException | InterruptedException goOn) {
      Thread.interrupted();
    }
    return next;
  }

  @Override
  public long consumed() {
    RuntimeException failed = failure;
    if (failed != null) {
      throw new IllegalStateException("consumer failed", failed);
    }
    return consumed.get() + 1;
  }

  @Override
  public long published() {
    return ring.getCursor() + 1;
  }

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
