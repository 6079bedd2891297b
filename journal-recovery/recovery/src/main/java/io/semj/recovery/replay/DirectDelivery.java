package io.semj.recovery.replay;

import io.semj.core.RecordHandler;
import io.semj.format.RecordFlyweight;
import io.semj.recovery.work.WorkControl;

/** Handles events on the thread that reads them. */
final class DirectDelivery implements Delivery {
  private final RecordHandler handler;
  private final HandlerErrors errors;
  private final WorkControl control;
  private final Pacer pacer;
  private long handled;
  private long completed;

  /** The pacer is null where speed is not limited. */
  DirectDelivery(RecordHandler handler, HandlerErrors errors, WorkControl control, Pacer pacer) {
    this.handler = handler;
    this.errors = errors;
    this.control = control;
    this.pacer = pacer;
  }

  @Override
  public void deliver(RecordFlyweight record) {
    if (pacer == null) {
      control.check();
    } else {
      pacer.pass();
      if (pacer.isEarly(record)) {
        pacer.await();
      }
    }
    try {
      handler.onRecord(record);
      handled++;
    } catch (RuntimeException e) {
      errors.failed(record, e);
    }
    completed = record.userspaceSequence();
  }

  @Override
  public void reached(long sequence) {
    completed = Math.max(completed, sequence);
  }

  @Override
  public void finish() {}

  @Override
  public long completed() {
    return completed;
  }

  @Override
  public long handled() {
    return handled;
  }

  @Override
  public long barriers() {
    return 0;
  }

  @Override
  public void close() {}
}
