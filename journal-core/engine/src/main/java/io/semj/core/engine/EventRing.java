package io.semj.core.engine;

import static io.semj.core.ring.SlotDescriptor.KEEP;
import static io.semj.core.ring.SlotDescriptor.LARGE;
import static io.semj.core.ring.SlotDescriptor.SHORT_LATENCY_OFFSET;
import static io.semj.core.ring.SlotDescriptor.URGENT;
import static io.semj.core.ring.SlotDescriptor.VOID;

import com.lmax.disruptor.Sequencer;
import io.semj.core.JournalClock;
import io.semj.core.JournalConfig;
import io.semj.core.ProducerMode;
import io.semj.core.metrics.MetricsRecorder;
import io.semj.error.EventTooLargeException;
import io.semj.error.JournalException;
import io.semj.event.EmittableEvent;
import io.semj.event.EventPriority;
import io.semj.format.RecordDescriptor;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The producers' side: claims slots, copies records into them, publishes them. Takes no lock, makes
 * no system call and allocates nothing, unless a record is larger than a slot or the ring is full.
 */
final class EventRing {
  private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
  private static final long ALONE = RingMemory.group(0, 0);

  /** In a ring's length the writer is woken so often, in powers of two. */
  private static final int LOG2_OF_WAKES = 2;

  private final Sequencer sequencer;
  private final RingMemory memory;
  private final OverflowControl overflow;
  private final LargeBufferPool pool;
  private final Lifecycle lifecycle;
  private final MetricsRecorder metrics;
  private final JournalClock clock;
  private final RecordStamp stamp;
  private final boolean kernelLimits;
  private final boolean singleProducer;
  private final int largestEvent;
  private final long firstSequence;
  private final int wakeShift;
  private Runnable wakeWriter = () -> {};
  private WrittenGate written;

  EventRing(
      Sequencer sequencer,
      RingMemory memory,
      OverflowControl overflow,
      LargeBufferPool pool,
      Lifecycle lifecycle,
      MetricsRecorder metrics,
      JournalConfig config,
      EmissionLimits limits) {
    this.sequencer = sequencer;
    this.memory = memory;
    this.overflow = overflow;
    this.pool = pool;
    this.lifecycle = lifecycle;
    this.metrics = metrics;
    this.clock = config.clock();
    this.kernelLimits = config.kernelCompatibility();
    this.singleProducer = config.producerMode() == ProducerMode.SINGLE;
    this.largestEvent = limits.largestEvent();
    this.firstSequence = limits.firstSequence();
    this.wakeShift = Integer.numberOfTrailingZeros(memory.capacity()) - LOG2_OF_WAKES;
    this.stamp = new RecordStamp(limits.firstSequence());
  }

  /** What the journal's place and size impose on emission. */
  record EmissionLimits(long firstSequence, int largestEvent) {}

  /**
   * Who is told of critical events, and of each quarter of the ring; set once, before the first
   * emission.
   */
  void wakeWriterWith(Runnable waker) {
    wakeWriter = waker;
  }

  /**
   * Who waits for the writing of events that are in memory of this process only where the ring
   * survives it; set once, before the first emission.
   */
  void awaitWith(WrittenGate gate) {
    written = gate;
  }

  long emit(EmittableEvent event, EventPriority override, int flags) {
    int bare = event.bareLength();
    boolean isBare = bare >= 0 && bare <= memory.longestShort();
    int length = isBare ? bare : encode(event);
    boolean isShort = isBare || hasShortForm(event, length);
    int priority = priority(event.image(), override);
    long now = clock.epochNanos();
    boolean sampled = MetricsRecorder.sampled(now);
    long begin = sampled ? System.nanoTime() : 0;
    boolean keep = (flags & KEEP) != 0;
    boolean isLarge = !isShort && length > memory.inlineCapacity();
    if (isLarge && !overflow.reserve(LargeBufferPool.sizeOf(length), 1, priority, keep)) {
      return OverflowControl.DROPPED;
    }
    LargeBuffer large = isLarge ? pool.take(length) : null;
    long ringSequence =
        large == null ? overflow.claim(1, priority, keep) : claim(1, priority, keep, large);
    if (ringSequence == OverflowControl.DROPPED) {
      return OverflowControl.DROPPED;
    }
    int slotFlags = urgency(priority) | flags;
    try {
      if (isShort) {
        fillShort(ringSequence, event, length, isBare, priority, slotFlags, now, ALONE);
      } else {
        fill(ringSequence, event.image(), length, priority, slotFlags, now, ALONE, large);
      }
    } catch (RuntimeException | Error e) {
      abandon(ringSequence, ringSequence);
      throw e;
    }
    if (sampled) {
      recordLatency(ringSequence, length, large, System.nanoTime() - begin);
    }
    boolean exposed = large != null && pool.isExposed(large); // asked before it is the writer's
    publish(ringSequence, ringSequence);
    wakeWriter(ringSequence, ringSequence, priority);
    if (exposed) {
      written.await(ringSequence);
    }
    return firstSequence + ringSequence;
  }

  /** What the emission took, up to its publication, is told by the event itself. */
  private void recordLatency(long ringSequence, int length, LargeBuffer large, long nanos) {
    metrics.emissionLatency(nanos);
    int slot = memory.slot(ringSequence);
    if (RingMemory.isShort(memory.flags(slot))) {
      memory.memory().putLong(slot + SHORT_LATENCY_OFFSET, nanos, LE);
      return;
    }
    MutableDirectBuffer target = large == null ? memory.memory() : large.bytes();
    int at = large == null ? memory.record(ringSequence, length) : 0;
    target.putLong(at + RecordDescriptor.EMISSION_LATENCY_OFFSET, nanos, LE);
  }

  /** Claims slots; gives the large buffers back when there are none. */
  private long claim(int slots, int priority, boolean keep, LargeBuffer... large) {
    long last = OverflowControl.DROPPED;
    try {
      last = overflow.claim(slots, priority, keep);
      return last;
    } finally {
      if (last == OverflowControl.DROPPED) {
        giveBack(large);
      }
    }
  }

  private void publish(long first, long last) {
    if (!lifecycle.isOpen()) {
      publishLate(first, last);
    } else {
      commit(first, last);
    }
    // The claims of a single producer are not seen before they are published: look once more.
    if (singleProducer && !lifecycle.isOpen() && !lifecycle.admits(last)) {
      withdraw(first, last);
      throw lifecycle.refusal();
    }
  }

  /** All events or none: consecutive slots, which the writer puts into one block. */
  long[] emitGroup(List<? extends EmittableEvent> list) {
    EmittableEvent[] events = list.toArray(new EmittableEvent[0]);
    int count = events.length;
    if (count > memory.capacity()) {
      throw new EventTooLargeException(
          "group does not fit the ring: events=" + count + ", capacity=" + memory.capacity());
    }
    int[] lengths = encodeGroup(events);
    int mostUrgent = mostUrgent(events);
    LargeBuffer[] large = new LargeBuffer[count];
    long last = OverflowControl.DROPPED;
    if (acquireLarge(lengths, large, mostUrgent)) {
      last = claim(count, mostUrgent, false, large);
    }
    return emitGroup(events, lengths, mostUrgent, large, last);
  }

  private long[] emitGroup(
      EmittableEvent[] events, int[] lengths, int mostUrgent, LargeBuffer[] large, long last) {
    int count = lengths.length;
    long[] sequences = new long[count];
    if (last == OverflowControl.DROPPED) {
      Arrays.fill(sequences, OverflowControl.DROPPED);
      return sequences;
    }
    long first = last - count + 1;
    boolean exposed = anyExposed(large); // asked before they are the writer's
    try {
      fillGroup(first, events, lengths, urgency(mostUrgent), large);
    } catch (RuntimeException | Error e) {
      abandon(first, last);
      giveBack(large); // those that no slot has yet
      throw e;
    }
    publish(first, last);
    wakeWriter(first, last, mostUrgent);
    if (exposed) {
      written.await(last);
    }
    Arrays.setAll(sequences, i -> firstSequence + first + i);
    return sequences;
  }

  /**
   * Wakes the writer for what is critical, and where the last slot of a quarter of the ring is
   * among these: a burst after a silence may be faster than the nap that the writer takes, and must
   * not find the ring full because of that.
   */
  private void wakeWriter(long first, long last, int priority) {
    boolean endsQuarter = first >>> wakeShift != (last + 1) >>> wakeShift;
    if (endsQuarter || priority == EventPriority.CRITICAL.code()) {
      wakeWriter.run();
    }
  }

  private boolean anyExposed(LargeBuffer[] large) {
    for (LargeBuffer buffer : large) {
      if (buffer != null && pool.isExposed(buffer)) {
        return true;
      }
    }
    return false;
  }

  private void fillGroup(
      long first, EmittableEvent[] events, int[] lengths, int flags, LargeBuffer[] large) {
    long now = clock.epochNanos();
    for (int i = 0; i < lengths.length; i++) {
      EmittableEvent event = events[i];
      int length = lengths[i];
      int priority = priority(event.image(), null);
      long group = RingMemory.group(i, lengths.length - 1 - i);
      LargeBuffer buffer = large[i];
      large[i] = null; // the slot's from here on
      if (buffer == null && hasShortForm(event, length)) {
        fillShort(first + i, event, length, false, priority, flags, now, group);
      } else {
        fill(first + i, event.image(), length, priority, flags, now, group, buffer);
      }
    }
  }

  private int[] encodeGroup(EmittableEvent[] events) {
    int[] lengths = new int[events.length];
    long total = 0;
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = encode(events[i]);
      total += lengths[i];
    }
    if (total > largestEvent) {
      throw new EventTooLargeException(
          "group is too large for this journal: bytes=" + total + ", limit=" + largestEvent);
    }
    return lengths;
  }

  /** Memory for all of a group that does not fit slots; false when the group was dropped. */
  private boolean acquireLarge(int[] lengths, LargeBuffer[] large, int priority) {
    long bytes = 0;
    for (int length : lengths) {
      bytes += length > memory.inlineCapacity() ? LargeBufferPool.sizeOf(length) : 0;
    }
    if (bytes > 0 && !overflow.reserve(bytes, lengths.length, priority, false)) {
      return false;
    }
    takeLarge(lengths, large);
    return true;
  }

  private void takeLarge(int[] lengths, LargeBuffer[] large) {
    int i = 0;
    try {
      for (; i < lengths.length; i++) {
        large[i] = lengths[i] > memory.inlineCapacity() ? pool.take(lengths[i]) : null;
      }
    } catch (RuntimeException | Error e) {
      giveBack(large);
      for (i++; i < lengths.length; i++) {
        if (lengths[i] > memory.inlineCapacity()) {
          pool.cancel(lengths[i]);
        }
      }
      throw e;
    }
  }

  private static int mostUrgent(EmittableEvent[] events) {
    int priority = EventPriority.BACKGROUND.code();
    for (EmittableEvent event : events) {
      priority = Math.min(priority, priority(event.image(), null));
    }
    return priority;
  }

  private int encode(EmittableEvent event) {
    try {
      return encodeChecked(event);
    } catch (JournalException e) {
      metrics.failed(1);
      metrics.error(e.category());
      throw e;
    }
  }

  private int encodeChecked(EmittableEvent event) {
    int length = event.encode();
    if (length > largestEvent) {
      throw new EventTooLargeException(
          "event is too large for this journal: bytes=" + length + ", limit=" + largestEvent);
    }
    if (kernelLimits) {
      KernelLimits.require(event);
    }
    return length;
  }

  private static int priority(DirectBuffer image, EventPriority override) {
    return override != null
        ? override.code()
        : image.getInt(RecordDescriptor.EVENT_PRIORITY_OFFSET, LE);
  }

  private static int urgency(int priority) {
    return priority == EventPriority.CRITICAL.code() ? URGENT | KEEP : 0;
  }

  private boolean hasShortForm(EmittableEvent event, int length) {
    return length <= memory.longestShort() && event.hasUsualHead();
  }

  private void fillShort(
      long ringSequence,
      EmittableEvent event,
      int length,
      boolean isBare,
      int priority,
      int flags,
      long now,
      long group) {
    int slot = memory.slot(ringSequence);
    int body = memory.body(ringSequence, length);
    memory.begin(slot);
    if (isBare) {
      ShortRecord.putBare(event, length, priority, now, memory.memory(), slot, body);
    } else {
      ShortRecord.put(event.image(), length, priority, now, memory.memory(), slot, body);
    }
    memory.head(slot, length, flags | memory.putShort(slot, body, length), group);
  }

  private void fill(
      long ringSequence,
      DirectBuffer image,
      int length,
      int priority,
      int flags,
      long now,
      long group,
      LargeBuffer large) {
    int slot = memory.slot(ringSequence);
    memory.begin(slot);
    MutableDirectBuffer target = memory.memory();
    int at;
    int slotFlags = flags;
    if (large != null) {
      memory.attachLarge(ringSequence, large);
      target = large.bytes();
      at = 0;
      slotFlags |= LARGE;
    } else {
      at = memory.record(ringSequence, length);
      slotFlags |= memory.isAside(length) ? memory.putAside(slot, at) : 0;
    }
    RecordCopy.copy(image, length, target, at);
    target.putInt(at + RecordDescriptor.EVENT_PRIORITY_OFFSET, priority, LE);
    stamp.stamp(image, target, at, ringSequence, memory.index(ringSequence), group, now);
    memory.head(slot, length, slotFlags, group);
  }

  /** The journal stopped taking events around the claim: some claims are still written. */
  private void publishLate(long first, long last) {
    if (lifecycle.admits(last)) {
      commit(first, last);
    } else {
      abandon(first, last);
      throw lifecycle.refusal();
    }
  }

  private void commit(long first, long last) {
    for (long r = first; r <= last; r++) {
      memory.commit(memory.slot(r), firstSequence + r);
    }
    if (first == last) {
      sequencer.publish(first);
    } else {
      sequencer.publish(first, last);
    }
  }

  /** Takes back what was committed and is refused all the same. */
  private void withdraw(long first, long last) {
    for (long r = first; r <= last; r++) {
      memory.begin(memory.slot(r));
    }
  }

  /**
   * Publishes claimed slots without events, since a claim that is never published stops the ring.
   */
  private void abandon(long first, long last) {
    for (long r = first; r <= last; r++) {
      memory.begin(memory.slot(r));
      memory.head(memory.slot(r), 0, VOID, ALONE);
      giveBack(memory.detachLarge(r));
    }
    sequencer.publish(first, last);
  }

  private void giveBack(LargeBuffer... large) {
    for (LargeBuffer buffer : large) {
      if (buffer != null) {
        pool.release(buffer);
      }
    }
  }
}
