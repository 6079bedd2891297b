package io.semj.core.engine;

import static io.semj.core.ring.SlotDescriptor.KEEP;
import static io.semj.core.ring.SlotDescriptor.URGENT;
import static io.semj.core.ring.SlotDescriptor.VOID;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.Sequencer;
import com.lmax.disruptor.TimeoutException;
import io.semj.core.DropReason;
import io.semj.core.JournalClock;
import io.semj.core.JournalConfig;
import io.semj.core.metrics.MetricsRecorder;
import io.semj.core.ring.RingOrigin;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * The one consumer of the ring: takes what is there, closes a block when the ring is empty, the
 * batch is full or an event is urgent, and releases slots once their block is written. A group of
 * events always shares a block. Writer thread only.
 */
final class WriterLoop {
  // Below 64 KiB LZ4 works with a table of 16-bit positions, which is a quarter faster here.
  static final int MOST_BLOCK_BYTES = 63 << 10;
  private static final int INITIAL_CAPACITY = MOST_BLOCK_BYTES + (128 << 10);

  /** Nearly as many as a block can tell of: a ring more still fits. */
  private static final long MOST_DROPPED = 0xFE00_0000L;

  private final Sequencer sequencer;
  private final SequenceBarrier barrier;
  private final Sequence released;
  private final RingMemory memory;
  private final LargeBufferPool pool;
  private final OverflowControl overflow;
  private final Lifecycle lifecycle;
  private final DurabilityTracker durability;
  private final MetricsRecorder metrics;
  private final JournalClock clock;
  private final long firstSequence;
  private final ShortRecord shortForm;
  private final BatchLimit limit;
  private final JournalConfig config;
  private final Backlog backlog;
  private BlockAssembler batch = new BlockAssembler(INITIAL_CAPACITY);
  private BlockWriter blocks;
  private Sealer sealer;
  private LongConsumer noteSettled = sequence -> {};
  private final AtomicLong persisted = new AtomicLong();
  private volatile long settled;
  private long next;
  private long batchFirst;
  private long droppedBefore;
  private int groupLeft;
  private boolean urgent;
  private boolean holdsLarge;

  WriterLoop(
      RingSequencing sequencing,
      Sequence released,
      RingMemory memory,
      LargeBufferPool pool,
      OverflowControl overflow,
      Lifecycle lifecycle,
      DurabilityTracker durability,
      MetricsRecorder metrics,
      JournalConfig config,
      long firstSequence) {
    this.sequencer = sequencing.sequencer();
    this.barrier = sequencing.barrier();
    this.released = released;
    this.memory = memory;
    this.pool = pool;
    this.overflow = overflow;
    this.lifecycle = lifecycle;
    this.durability = durability;
    this.metrics = metrics;
    this.clock = config.clock();
    this.firstSequence = firstSequence;
    this.shortForm =
        new ShortRecord(new RingOrigin(firstSequence, memory.capacity(), RecordStamp.PROCESS_ID));
    this.limit = new BatchLimit(config.batchSize());
    this.settled = released.get();
    this.next = settled + 1;
    this.config = config;
    this.backlog = new Backlog(memory.capacity());
  }

  /** Where blocks go; set once, before the loop runs. */
  void writeTo(BlockWriter writer) {
    blocks = writer;
    sealer = new Sealer(writer, lifecycle, config, backlog.least());
    writer.tell(this::written);
  }

  /** Who seals batches on another thread while there is a backlog. */
  Sealer sealer() {
    return sealer;
  }

  /**
   * Who notes up to which sequence every event is written or dropped; set once, before the loop
   * runs.
   */
  void noteSettledWith(LongConsumer note) {
    noteSettled = note;
  }

  /** How many sequences before the first event were given out and lost; before the loop runs. */
  void beginBehind(long lost) {
    droppedBefore = lost;
  }

  /** Wakes the loop to look at the lifecycle. */
  void alert() {
    barrier.alert();
  }

  /** Runs until the journal is closed and all admitted events are written, or it has failed. */
  void run() {
    while (lifecycle.isOpen()) {
      try {
        // Not what was published after the closing and is being refused.
        consume(Math.min(barrier.waitFor(next), lifecycle.lastRingSequence()));
      } catch (AlertException lookAtLifecycle) {
        barrier.clearAlert();
      } catch (TimeoutException | InterruptedException goOn) {
        Thread.interrupted();
      }
    }
    for (int round = 0; !lifecycle.hasFailed() && isLeft(); round++) {
      long claimed = Math.min(sequencer.getCursor(), lifecycle.lastRingSequence());
      long available = sequencer.getHighestPublishedSequence(next, claimed);
      if (available >= next) {
        consume(available);
        round = 0;
      } else if (drain()) {
        Pause.round(round);
      }
    }
  }

  private boolean isLeft() {
    return next <= lifecycle.lastRingSequence() || sealer.isBusy();
  }

  private void consume(long available) {
    if (overflow.wantsDrops() && !drain()) {
      return;
    }
    dropOldest();
    long now = clock.epochNanos();
    while (next <= available && !lifecycle.hasFailed()) {
      if (isVoid(next)) {
        leaveGap(available);
        continue;
      }
      take(next, now);
      next++;
      if (groupLeft == 0 && (urgent || batchIsFull())) {
        close(available);
        now = clock.epochNanos();
      }
    }
    if (groupLeft == 0) {
      close(available);
      if (!sequencer.isAvailable(next)) {
        drain();
      }
    }
  }

  /** Has everything written that is on its way; false when it was given up. */
  private boolean drain() {
    if (!sealer.drain()) {
      giveBack();
      return false;
    }
    return true;
  }

  private boolean batchIsFull() {
    return batch.count() >= limit.current() || batch.length() >= MOST_BLOCK_BYTES;
  }

  private void take(long ringSequence, long now) {
    int slot = memory.slot(ringSequence);
    int flags = memory.flags(slot);
    if (batch.isEmpty()) {
      batchFirst = firstSequence + ringSequence;
    }
    int length = memory.length(slot);
    if (RingMemory.isShort(flags)) {
      int body = memory.body(ringSequence, length);
      batch.add(shortForm, memory.memory(), slot, body, firstSequence + ringSequence, now);
    } else if (RingMemory.isLarge(flags)) {
      // Until its block is written, a kill leaves the event only there.
      batch.add(memory.large(ringSequence).bytes(), 0, length, now);
      holdsLarge = true;
    } else {
      batch.add(memory.memory(), memory.record(ringSequence, length), length, now);
    }
    groupLeft = memory.groupLeft(slot);
    urgent |= (flags & URGENT) != 0;
  }

  /** Gives back the memory of the large records whose block is written. */
  private void releaseLarge() {
    for (long r = batchFirst - firstSequence; holdsLarge && r < next; r++) {
      LargeBuffer large = memory.detachLarge(r);
      if (large != null) {
        pool.release(large);
      }
    }
    holdsLarge = false;
  }

  private boolean isVoid(long ringSequence) {
    return (memory.flags(memory.slot(ringSequence)) & VOID) != 0;
  }

  /** A sequence without an event: the block so far ends before it, the next one tells the gap. */
  private void leaveGap(long available) {
    if (batch.isEmpty()) {
      next++;
      droppedBefore++;
    } else {
      // Closing may drop slots, this one included: the caller looks again.
      close(available);
    }
  }

  private void close(long available) {
    if (batch.isEmpty()) {
      if (droppedBefore > 0 && drain()) {
        settle(next - 1);
        // Dropped, which may be waited for.
        durability.written(firstSequence + settled, false, false);
        released.set(next - 1);
      }
    } else if (!writeBatch(available)) {
      giveBack();
    }
  }

  /** Writes the block, or hands it over to be written; false when it was given up. */
  private boolean writeBatch(long available) {
    batch.place(batchFirst, droppedBefore, durability.durableEvent());
    batch.complete(clock.epochNanos());
    limit.closed(batch.count(), available - next);
    backlog.took(batch.count(), sequencer.getCursor() - next);
    if (urgent || holdsLarge) {
      backlog.interrupt();
    } else if (backlog.lasts() && sealer.isReady()) {
      return handOver();
    }
    if (!sealer.drain() || !blocks.write(batch)) {
      return false;
    }
    droppedBefore = 0;
    releaseLarge();
    batch.clear();
    durability.written(firstSequence + settled, urgent, available < next);
    urgent = false;
    released.set(settled);
    return true;
  }

  private boolean handOver() {
    BlockAssembler empty = sealer.hand(batch);
    if (empty == null) {
      return false;
    }
    droppedBefore = 0;
    batch = empty;
    return true;
  }

  /** Blocks were written, by whoever does that at the time. */
  private void written(BlockGroup group) {
    persisted.setRelease(persisted.getPlain() + group.events());
    settle(group.lastSequence() - firstSequence); // before the sync thread is woken to look at it
    if (sealer.isBusy()) {
      durability.written(group.lastSequence(), false, false);
      released.set(settled); // none of them has memory besides its slot
    }
  }

  /** Everything up to a slot is written or dropped. */
  private void settle(long upTo) {
    settled = upTo;
    noteSettled.accept(firstSequence + settled);
  }

  /**
   * What is not written was given up: its events are in the ring still, and are taken again when
   * the oldest have made room and there may be space on the disk.
   */
  private void giveBack() {
    next = firstUnwritten();
    if (sealer.isBusy()) {
      droppedBefore = sealer.forget();
    }
    batch.clear();
    urgent = false;
    holdsLarge = false;
    for (int round = 0; !blocks.mayGoOn(); round++) {
      lifecycle.requireGoing();
      dropOldest();
      Pause.round(round);
    }
    dropOldest();
  }

  /** How many events were written. Any thread. */
  long persisted() {
    return persisted.getAcquire();
  }

  /** The last ring sequence up to which every event is written, or was dropped. Any thread. */
  long settled() {
    return settled;
  }

  /** Makes room for newer events, if producers asked for it and the ring is still full. */
  private void dropOldest() {
    long wanted = overflow.takeDropRequests();
    long dropped = 0;
    long events = 0;
    while (wanted > dropped && groupLeft == 0 && sequencer.isAvailable(next)) {
      long group = droppableGroup(next);
      if (group == 0) {
        break;
      }
      for (long i = 0; i < group; i++) {
        events += drop(next++);
      }
      dropped += group;
    }
    if (dropped > 0) {
      pendingDrop(dropped, events);
    }
  }

  private void pendingDrop(long dropped, long events) {
    droppedBefore += dropped;
    metrics.dropped(DropReason.OLDEST, events);
    settle(next - 1);
    released.set(next - 1);
  }

  /** How many slots from one on go together; 0 when they must be kept. */
  private long droppableGroup(long first) {
    int slot = memory.slot(first);
    long group = memory.groupLeft(slot) + 1L;
    if (droppedBefore + group > MOST_DROPPED) {
      return 0;
    }
    for (long r = first; r < first + group; r++) {
      if (!sequencer.isAvailable(r) || (memory.flags(memory.slot(r)) & KEEP) != 0) {
        return 0;
      }
    }
    return group;
  }

  /** Drops what is in a slot; returns how many events that are. */
  private int drop(long ringSequence) {
    if (isVoid(ringSequence)) {
      return 0;
    }
    // Its memory may outlive the process, and must not say then that there is an event.
    memory.commit(memory.slot(ringSequence), -(firstSequence + ringSequence));
    if (RingMemory.isLarge(memory.flags(memory.slot(ringSequence)))) {
      pool.release(memory.detachLarge(ringSequence));
    }
    return 1;
  }

  /**
   * Waits for space on the disk; with a batch in hand.
   *
   * @return false when its oldest events are to make room in the ring. No others can: a slot is
   *     released only when it was dropped, or written, and all before it too.
   */
  boolean stall(int round) {
    lifecycle.requireGoing();
    if (overflow.wantsDrops() && droppableGroup(firstUnwritten()) > 0) {
      return false;
    }
    Pause.round(round);
    return true;
  }

  /** The slot of the oldest event in hand. */
  private long firstUnwritten() {
    return (sealer.isBusy() ? sealer.firstUnwritten() : batchFirst) - firstSequence;
  }
}
