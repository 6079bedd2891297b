package io.semj.recovery.replay;

import io.semj.core.RecordHandler;
import io.semj.core.filter.RecordFilter;
import io.semj.format.RecordFlyweight;
import io.semj.recovery.work.Interruption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * Handles events on several threads, those of one key on one of them. Events travel in batches, of
 * which there is a fixed number: when all are under way the reading waits, so that memory does not
 * depend on how much slower the handlers are than the reading.
 */
final class ParallelDelivery implements Delivery {
  /** Enough for a worker to be busy while the system runs other threads for some milliseconds. */
  private static final int BATCHES_PER_WORKER = 16;

  private static final int MOST_BATCHES = 96;
  private static final long MOST_BYTES_UNDER_WAY = 48L << 20;
  private static final long LONGEST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private final ReplayKey key;
  private final RecordFilter barrier;
  private final Pacer pacer;

  /** Hears up to where everything is handled, whenever the reading had to wait for that. */
  private final LongConsumer whenCompleted;

  private final FirstFailure failure = new FirstFailure();
  private final List<BatchWorker> workers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Deque<Batch> free = new ArrayDeque<>();
  private final Deque<Batch> underWay = new ArrayDeque<>();
  private Batch batch;
  private long bytesUnderWay;
  private long reached;
  private long completed;
  private long barriers;
  private boolean abandoned;

  /** The pacer is null where speed is not limited. */
  ParallelDelivery(
      ReplayOptions options,
      RecordHandler handler,
      HandlerErrors errors,
      Pacer pacer,
      LongConsumer whenCompleted) {
    this.whenCompleted = whenCompleted;
    int count = options.workers();
    this.key = options.key().orElseThrow();
    this.barrier = options.barrier().orElse(record -> false);
    this.pacer = pacer;
    for (int i = 0; i < count; i++) {
      BatchWorker worker =
          new BatchWorker(i, handler, errors, options.control(), failure, Thread.currentThread());
      Thread thread = new Thread(worker, "semj-replay-" + i);
      thread.setDaemon(true);
      workers.add(worker);
      threads.add(thread);
    }
    int batches = Math.max(count + 2, Math.min(MOST_BATCHES, 2 + count * BATCHES_PER_WORKER));
    for (int i = 0; i < batches; i++) {
      free.add(new Batch(count));
    }
    batch = free.remove();
    threads.forEach(Thread::start);
  }

  @Override
  public void deliver(RecordFlyweight record) {
    if (pacer != null) {
      pacer.pass();
      if (pacer.isEarly(record)) {
        handOut();
        pacer.await();
      }
    }
    int worker = workerOf(record);
    if (barrier.matches(record)) {
      finish();
      batch.add(record, worker);
      finish();
      barriers++;
    } else {
      if (!batch.isEmpty() && !batch.hasRoom(record.length())) {
        handOut();
      }
      batch.add(record, worker);
    }
  }

  private int workerOf(RecordFlyweight record) {
    long mixed = (key.of(record) * GOLDEN_RATIO) >>> Integer.SIZE;
    return (int) ((mixed * workers.size()) >>> Integer.SIZE);
  }

  private void handOut() {
    failure.rethrow();
    reclaimDone();
    if (batch.isEmpty()) {
      return;
    }
    while (bytesUnderWay > 0 && bytesUnderWay + batch.bytes() > MOST_BYTES_UNDER_WAY) {
      awaitOldest();
    }
    batch.handOut();
    underWay.addLast(batch);
    bytesUnderWay += batch.bytes();
    for (int i = 0; i < workers.size(); i++) {
      if (batch.count(i) > 0) {
        workers.get(i).give(batch);
      }
    }
    while (free.isEmpty()) {
      awaitOldest();
    }
    batch = free.remove();
  }

  private void awaitOldest() {
    Batch oldest = underWay.getFirst();
    while (!oldest.isDone()) {
      Interruption.check("wait for the workers");
      LockSupport.parkNanos(this, LONGEST_PARK_NANOS);
    }
    reclaimDone();
    failure.rethrow();
    whenCompleted.accept(completed);
  }

  /** Takes back what is done, in order: what lies before it is done too then. */
  private void reclaimDone() {
    while (!underWay.isEmpty() && underWay.getFirst().isDone()) {
      Batch done = underWay.removeFirst();
      bytesUnderWay -= done.bytes();
      abandoned |= done.isAbandoned();
      if (!abandoned) {
        completed = done.lastSequence();
      }
      done.clear();
      free.add(done);
    }
  }

  @Override
  public void reached(long sequence) {
    reached = sequence;
  }

  @Override
  public void finish() {
    handOut();
    while (!underWay.isEmpty()) {
      awaitOldest();
    }
    failure.rethrow();
  }

  @Override
  public long completed() {
    reclaimDone();
    boolean isIdle = underWay.isEmpty() && batch.isEmpty() && !abandoned;
    return isIdle ? Math.max(reached, completed) : completed;
  }

  @Override
  public long handled() {
    return workers.stream().mapToLong(BatchWorker::handled).sum();
  }

  @Override
  public long barriers() {
    return barriers;
  }

  /** What is not handled yet will not be. Waits for the handlers to return. */
  @Override
  public void close() {
    if (!underWay.isEmpty() || !batch.isEmpty()) {
      failure.set(new IllegalStateException("replay has ended"));
    }
    workers.forEach(BatchWorker::end);
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
