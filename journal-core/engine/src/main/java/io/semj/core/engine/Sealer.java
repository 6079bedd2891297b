package io.semj.core.engine;

import io.semj.core.JournalConfig;
import io.semj.format.BlockCodecs;
import io.semj.format.BlockCompressor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Seals batches and writes their blocks, many at once, on a thread of its own while the writer
 * gathers the next ones: for as long as producers are quicker than the writer alone. When the
 * thread does not keep up with sealing the writer compresses batches before it hands them over.
 *
 * <p>The thread does what goes well. With the first trouble it stops, and the writer takes back all
 * that is not written, tries it again and meets what is wrong by itself. So while batches are on
 * their way {@link BlockWriter} is the thread's, else the writer's. Except for {@link #run} all is
 * called by the writer.
 */
final class Sealer {
  private static final int DEPTH = 32;
  private static final int WAKE_AT = DEPTH / 4;
  private static final int HELP_AT = DEPTH / 2;
  private static final int MOST_BYTES = 1 << 20;
  private static final long LONGEST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** Places of batches on their way, and one of the batch that takes the writer's next events. */
  private final BlockAssembler[] queue = new BlockAssembler[DEPTH + 1];

  private final BlockWriter blocks;
  private final Lifecycle lifecycle;
  private final JournalConfig config;
  private final int mostEvents;
  private BlockCompressor compressor;
  private Thread writer;
  private Thread thread;

  /** How many batches were handed over, sealed, and written, ever. */
  private volatile long handed;

  private volatile long sealed;
  private volatile long written;

  /** The writer waits for all batches, or for room in the queue. */
  private volatile boolean flushing;

  private volatile boolean waiting;

  /** The thread waits for work, or has given up. */
  private volatile boolean dozing;

  private volatile boolean troubled;
  private volatile boolean stopping;

  /**
   * A sealer.
   *
   * @param mostEvents that wait for being written when they are sealed
   */
  Sealer(BlockWriter blocks, Lifecycle lifecycle, JournalConfig config, int mostEvents) {
    this.blocks = blocks;
    this.lifecycle = lifecycle;
    this.config = config;
    this.mostEvents = mostEvents;
  }

  /** The thread that is to run this, not started; set once, before the writer runs. */
  void runOn(Thread unstarted) {
    thread = unstarted;
  }

  /** Whether there is a thread for it; starts it the first time. */
  boolean isReady() {
    if (writer == null && thread != null) {
      writer = Thread.currentThread();
      try {
        thread.start();
      } catch (OutOfMemoryError e) {
        thread = null; // no more threads: the writer goes on alone
      }
    }
    return thread != null;
  }

  /** Whether batches are on their way, or were given up and not forgotten. */
  boolean isBusy() {
    return written != handed;
  }

  /**
   * Hands a batch over, which is complete.
   *
   * @return another batch to fill, or null when what is not written was given up
   */
  BlockAssembler hand(BlockAssembler batch) {
    long place = handed;
    if (place - sealed >= HELP_AT) {
      batch.compress(compressor());
    }
    queue[index(place)] = batch;
    handed = place + 1;
    if (dozing && handed - sealed >= WAKE_AT) {
      LockSupport.unpark(thread);
    }
    awaitRoom();
    if (troubled && !drain()) {
      return null;
    }
    return takeEmpty();
  }

  private BlockCompressor compressor() {
    if (compressor == null) {
      compressor =
          new BlockCompressor(
              BlockCodecs.create(config.compression()), config.compressionThreshold());
    }
    return compressor;
  }

  private void awaitRoom() {
    while (isFull()) {
      lifecycle.requireGoing();
      waiting = true;
      if (isFull()) {
        LockSupport.parkNanos(this, LONGEST_PARK_NANOS);
      }
    }
    waiting = false;
  }

  private boolean isFull() {
    return handed - sealed >= DEPTH && !troubled;
  }

  private BlockAssembler takeEmpty() {
    int index = index(handed);
    BlockAssembler empty = queue[index];
    if (empty == null) {
      return new BlockAssembler(WriterLoop.MOST_BLOCK_BYTES + config.slotBytes());
    }
    queue[index] = null;
    empty.clear();
    return empty;
  }

  /** Has everything written; false when what is not written was given up. */
  boolean drain() {
    if (!isBusy()) {
      return true;
    }
    flushing = true;
    LockSupport.unpark(thread);
    while (isBusy() && !troubled) {
      lifecycle.requireGoing();
      LockSupport.parkNanos(this, LONGEST_PARK_NANOS);
    }
    flushing = false;
    return !isBusy() || takeOver();
  }

  private boolean takeOver() {
    if (!blocks.writeGathered()) {
      return false;
    }
    for (long next = sealed; next < handed; next++) {
      if (!blocks.write(queue[index(next)])) {
        return false;
      }
      sealed = next + 1;
    }
    written = handed;
    troubled = false;
    return true;
  }

  /** The sequence of the first event that is not written. */
  long firstUnwritten() {
    BlockGroup gathered = blocks.gathered();
    return gathered.isEmpty() ? queue[index(sealed)].firstSequence() : gathered.firstSequence();
  }

  /** Forgets what was given up; returns how many events were dropped right before it. */
  long forget() {
    BlockGroup gathered = blocks.gathered();
    long dropped =
        gathered.isEmpty() ? queue[index(sealed)].droppedBefore() : gathered.droppedBefore();
    blocks.giveUp();
    queue[index(handed - 1)] = null; // the writer's own, if it was not given another one for it
    sealed = handed;
    written = handed;
    troubled = false;
    return dropped;
  }

  private int index(long place) {
    return (int) (place % queue.length);
  }

  /** What the thread does. */
  void run() {
    while (!stopping && !lifecycle.hasFailed()) {
      if (troubled || !hasWork()) {
        doze();
      } else {
        troubled = !work();
        wakeWriter();
      }
    }
  }

  private boolean hasWork() {
    return sealed < handed || (flushing && isBusy());
  }

  private void doze() {
    dozing = true;
    boolean isEarly = handed - sealed < WAKE_AT && !(flushing && hasWork());
    if (!stopping && (troubled || isEarly)) {
      LockSupport.park(this);
    }
    dozing = false;
  }

  private void wakeWriter() {
    boolean hasRoom = waiting && handed - sealed <= HELP_AT;
    if (troubled || hasRoom || (flushing && !isBusy())) {
      waiting = false;
      LockSupport.unpark(writer);
    }
  }

  /** Seals a batch, or writes what is sealed; false when there is any trouble. */
  private boolean work() {
    long place = sealed;
    if (place == handed) {
      return write();
    }
    BlockGroup gathered = blocks.gathered();
    if (!blocks.tryGather(queue[index(place)])) {
      return !gathered.isEmpty() && write();
    }
    sealed = place + 1;
    boolean isDue = gathered.size() >= MOST_BYTES || gathered.events() >= mostEvents;
    return !isDue || write();
  }

  private boolean write() {
    if (!blocks.tryWriteGathered()) {
      return false;
    }
    written = sealed;
    return true;
  }

  /** Ends the thread. Any thread. */
  void stop() {
    stopping = true;
    LockSupport.unpark(thread);
  }
}
