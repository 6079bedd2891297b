package io.semj.recovery.strategy;

import io.semj.format.ContextField;
import io.semj.format.ContextReader;
import io.semj.format.RecordFlyweight;

/** Reads the transaction that an event belongs to. */
final class TransactionIds {
  private TransactionIds() {}

  /** The id, 0 when the event names none. */
  static long of(RecordFlyweight record) {
    ContextReader context =
        new ContextReader().wrap(record.buffer(), record.contextOffset(), record.contextSize());
    while (context.next()) {
      if (context.isField(ContextField.TRANSACTION_ID)) {
        return context.longValue();
      }
    }
    return 0;
  }
}
