package io.semj.recovery.replay;

import io.semj.core.RecordHandler;
import io.semj.error.WorkCancelledException;
import io.semj.format.RecordFlyweight;
import io.semj.recovery.work.WorkControl;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Handles its part of every batch, in order. The queue never holds more than there are batches. */
final class BatchWorker implements Runnable {
  private static final Batch END = new Batch(0);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final int number;
  private final RecordHandler handler;
  private final HandlerErrors errors;
  private final WorkControl control;
  private final FirstFailure failure;
  private final Thread reader;
  private final BlockingQueue<Batch> queue = new LinkedBlockingQueue<>();
  private final RecordFlyweight record = new RecordFlyweight();

  /** Read by others only after the worker has ended, or when its batches are done. */
  private long handled;

  BatchWorker(
      int number,
      RecordHandler handler,
      HandlerErrors errors,
      WorkControl control,
      FirstFailure failure,
      Thread reader) {
    this.number = number;
    this.handler = handler;
    this.errors = errors;
    this.control = control;
    this.failure = failure;
    this.reader = reader;
  }

  void give(Batch batch) {
    queue.add(batch);
  }

  void end() {
    queue.add(END);
  }

  @Override
  public void run() {
    try {
      for (Batch batch = queue.take(); !isEnd(batch); batch = queue.take()) {
        handle(batch);
        if (batch.leave()) {
          LockSupport.unpark(reader);
        }
      }
    } catch (InterruptedException e) {
      failure.set(e);
      abandonRest();
    }
  }

  // The one batch object that means the end is meant.
  @SuppressWarnings("ReferenceEquality")
  private static boolean isEnd(Batch batch) {
    return batch == END;
  }

  private void handle(Batch batch) {
    if (failure.isSet()) {
      batch.abandon();
      return;
    }
    try {
      int count = batch.count(number);
      for (int i = 0; i < count; i++) {
        handle(record.wrap(batch.buffer(), batch.offset(number, i)));
        if (failure.isSet()) {
          batch.abandon();
          return;
        }
      }
    } catch (Throwable e) {
      batch.abandon();
      failure.set(e);
    }
  }

  private void handle(RecordFlyweight event) {
    while (control.isPaused() && !failure.isSet()) {
      control.checkEnded(); // the reading thread may end the replay while it is held
      LockSupport.parkNanos(this, PAUSE_NANOS);
    }
    control.checkEnded();
    if (failure.isSet()) {
      throw new WorkCancelledException("replay has ended");
    }
    try {
      handler.onRecord(event);
      handled++;
    } catch (RuntimeException e) {
      errors.failed(event, e);
    }
  }

  private void abandonRest() {
    for (Batch batch = queue.poll(); batch != null; batch = queue.poll()) {
      if (!isEnd(batch)) {
        batch.abandon();
        if (batch.leave()) {
          LockSupport.unpark(reader);
        }
      }
    }
  }

  long handled() {
    return handled;
  }
}
