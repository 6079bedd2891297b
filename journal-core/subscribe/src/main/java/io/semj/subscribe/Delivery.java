package io.semj.subscribe;

import io.semj.error.InternalJournalException;
import io.semj.error.JournalException;
import io.semj.error.ListenerFailedException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * One subscription at work. Whoever has its turn, one thread at a time, lets it deliver for a
 * while; everybody else may look at it, and end it.
 */
final class Delivery implements Subscription {
  private static final long SLICE_NANOS = 500_000;
  private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long FAR_BEHIND = 4_096;
  private static final long VERY_LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long HEAVY_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final SubscriptionRequest request;
  private final Progress progress;
  private final EventCursor cursor;
  private final Acks acks;
  private final Runnable wake;
  private final Consumer<Delivery> onReleased;
  private final StartTime startTime;
  private final AtomicBoolean turn = new AtomicBoolean();
  private final AtomicReference<SubscriptionState> end = new AtomicReference<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile Receiver receiver;
  private volatile Thread owner;
  private volatile long position;
  private volatile long tried;
  private volatile boolean paused;
  private volatile boolean starved;
  private volatile boolean retrying;
  private volatile long retryAt;
  private volatile JournalException failure;
  private volatile JournalException doom;
  private volatile boolean heavy;
  private volatile long heavyUntil;
  private int attempts;
  private int slowTurns;

  Delivery(
      SubscriptionRequest request,
      Receiver receiver,
      Progress progress,
      EventCursor cursor,
      StartTime startTime,
      Acks acks,
      Runnable wake,
      Consumer<Delivery> onReleased) {
    this.request = request;
    this.receiver = receiver;
    this.progress = progress;
    this.cursor = cursor;
    this.startTime = startTime;
    this.acks = acks;
    this.wake = wake;
    this.onReleased = onReleased;
    this.position = cursor.next() - 1;
  }

  /** Takes the turn if there is something to do and nobody has it. */
  boolean tryTurn() {
    return isReady() && turn.compareAndSet(false, true);
  }

  boolean isReady() {
    if (end.get() != null) {
      return false;
    }
    if (doom != null) {
      return true;
    }
    if ((starved && !wantsEvent()) || (retrying && System.nanoTime() - retryAt < 0)) {
      return false;
    }
    return progress.hasEnded() || visible() > Math.max(position, tried);
  }

  private long visible() {
    return request.visibility() == Visibility.DURABLE ? progress.durable() : progress.written();
  }

  private boolean wantsEvent() {
    Receiver now = receiver;
    return !paused && now != null && now.demand();
  }

  /** Delivers for a while, in one's turn. Returns whether there is more to deliver at once. */
  boolean slice() {
    owner = Thread.currentThread();
    try {
      return deliverSome();
    } catch (JournalException e) {
      fail(e);
    } catch (RuntimeException | Error e) {
      fail(new InternalJournalException("subscription failed: " + e, e));
    } finally {
      position = Math.max(position, cursor.next() - 1);
      owner = null;
    }
    return false;
  }

  private boolean deliverSome() {
    long begin = System.nanoTime();
    boolean last = progress.hasEnded();
    long written = progress.written();
    long upTo = Math.min(written, visible());
    boolean more = false;
    while (doom == null && !more && end.get() == null && cursor.find(upTo, written)) {
      if (!handleCurrent()) {
        acks.rest(position);
        return false;
      }
      more = System.nanoTime() - begin > SLICE_NANOS;
    }
    if (doom != null) {
      fail(doom);
    } else if (!more && end.get() == null) {
      position = Math.max(position, cursor.next() - 1);
      tried = upTo;
      acks.rest(position);
      if (last) {
        finish();
      }
    }
    return more;
  }

  /** The current record is passed, or stays when this is false. */
  private boolean handleCurrent() {
    if (!tellMissed()) {
      return false;
    }
    long sequence = cursor.sequence();
    if (isWanted(sequence)) {
      if (!hasDemand() || !deliver(sequence)) {
        return false;
      }
    }
    cursor.pass();
    position = sequence;
    return true;
  }

  private boolean isWanted(long sequence) {
    try {
      return startTime.hasCome(cursor.record()) && request.filter().matches(cursor.record());
    } catch (JournalException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new ListenerFailedException(sequence, 0, e);
    }
  }

  private boolean hasDemand() {
    starved = !wantsEvent();
    if (starved && wantsEvent()) {
      starved = false; // asked for in between, and nobody may have been woken
    }
    return !starved;
  }

  private boolean tellMissed() {
    MissedEvents missed = cursor.takeMissed();
    if (missed == null) {
      return true;
    }
    try {
      receiver.missed(missed);
      return true;
    } catch (JournalException e) {
      fail(e);
    } catch (Throwable e) {
      fail(new ListenerFailedException(missed.firstSequence(), 1, e));
    } finally {
      clearInterrupt();
    }
    return false;
  }

  private boolean deliver(long sequence) {
    try {
      acks.delivering(sequence);
      receiver.event(cursor.event());
    } catch (Throwable e) {
      failedAt(sequence, e);
      return false;
    } finally {
      clearInterrupt();
    }
    if (retrying) {
      retrying = false;
      failure = null;
    }
    attempts = 0;
    acks.delivered(sequence);
    return true;
  }

  /** An interrupt that a listener leaves behind would close the files that are read. */
  private static void clearInterrupt() {
    Thread.interrupted();
  }

  private void failedAt(long sequence, Throwable cause) {
    attempts++;
    JournalException failed = new ListenerFailedException(sequence, attempts, cause);
    if (attempts >= request.redelivery().attempts()) {
      fail(failed);
    } else {
      failure = failed;
      retryAt = System.nanoTime() + request.redelivery().delayNanos(attempts);
      retrying = true;
    }
  }

  /** The journal has ended, and there is nothing left in it. */
  private void finish() {
    JournalException cause = progress.failure();
    if (cause != null) {
      fail(cause);
    } else if (end.compareAndSet(null, SubscriptionState.COMPLETED)) {
      acks.rest(position);
      tell(receiver::completed);
    }
  }

  private void fail(JournalException cause) {
    if (end.compareAndSet(null, SubscriptionState.FAILED)) {
      failure = cause;
      tell(() -> receiver.failed(cause));
    }
  }

  /** A last word, which cannot be answered any more but in {@link #failure()}. */
  private void tell(Runnable word) {
    try {
      word.run();
    } catch (RuntimeException | Error e) {
      if (failure == null) {
        failure = new ListenerFailedException(position, 1, e);
      } else {
        failure.addSuppressed(e);
      }
    } finally {
      clearInterrupt();
    }
  }

  void endTurn() {
    turn.set(false);
    if (end.get() != null) {
      releaseUnlessRunning();
    }
  }

  private void releaseUnlessRunning() {
    if (turn.compareAndSet(false, true)) { // for ever
      try {
        cursor.close();
        acks.close();
      } catch (RuntimeException e) {
        if (failure == null && e instanceof JournalException told) {
          failure = told;
        }
      } finally {
        receiver = null;
        onReleased.accept(this);
        released.countDown();
      }
    }
  }

  /** Ends it by a failure, without another event, on the thread that delivers. */
  void doom(JournalException cause) {
    doom = cause;
    wake.run();
  }

  /** The subscriber asked for more. */
  void demandChanged() {
    if (starved) {
      wake.run();
    }
  }

  /** Ends it without waiting for a call that runs. */
  void cancel() {
    end.compareAndSet(null, SubscriptionState.CLOSED);
    releaseUnlessRunning();
  }

  @Override
  public void close() {
    cancel();
    if (!isOnThisThread()) {
      awaitEnd(CLOSE_NANOS);
    }
  }

  @Override
  public boolean awaitEnd(Duration timeout) throws InterruptedException {
    return released.await(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
  }

  /** Waits until all is released; an interrupt does not end that. */
  void awaitEnd(long nanos) {
    long deadline = System.nanoTime() + nanos;
    boolean interrupted = false;
    boolean waiting = true;
    while (waiting) {
      try {
        waiting = false;
        released.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
        waiting = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the caller is the listener. */
  boolean isOnThisThread() {
    return owner == Thread.currentThread();
  }

  /** Interrupts the listener's call, if one runs. */
  void interrupt() {
    Thread running = owner;
    if (running != null) {
      running.interrupt();
    }
  }

  /**
   * Judges it by its turn. Who takes long, or is far behind, twice in a row, since anybody may be
   * interrupted by the operating system once, or takes very long, does not hold up the watch any
   * more for a while.
   */
  void tookTurn(boolean more, long nanos) {
    boolean slow = nanos > QUICK_NANOS || (more && lag() > FAR_BEHIND);
    slowTurns = slow ? slowTurns + 1 : 0;
    if (slowTurns > 1 || nanos > VERY_LONG_NANOS) {
      heavyUntil = System.nanoTime() + HEAVY_NANOS;
      heavy = true;
    }
  }

  boolean isHeavy() {
    if (heavy && System.nanoTime() - heavyUntil > 0) {
      heavy = false;
    }
    return heavy;
  }

  boolean hasEnded() {
    return end.get() != null;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public long lag() {
    return Math.max(0, visible() - position);
  }

  @Override
  public SubscriptionState state() {
    SubscriptionState ended = end.get();
    if (ended != null) {
      return ended;
    }
    if (paused) {
      return SubscriptionState.PAUSED;
    }
    return retrying ? SubscriptionState.RETRYING : SubscriptionState.ACTIVE;
  }

  @Override
  public Optional<JournalException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public void ack(long sequence) {
    acks.ack(sequence);
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
    wake.run();
  }
}
