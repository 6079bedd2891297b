package io.semj.recovery.strategy;

import io.semj.core.JournalReader;
import io.semj.error.RecoveryException;
import io.semj.error.ResourceExhaustedException;
import io.semj.event.EventType;
import io.semj.format.RecordFlyweight;
import io.semj.recovery.facts.RecoveryFacts;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds the place before the oldest transaction that was begun and never ended. A transaction is
 * told by the transaction id in its events' contexts.
 */
final class TransactionCut {
  private static final int MOST_OPEN = 100_000;
  private static final int AT_ONCE = 1_024;

  private final RecoveryFacts facts;
  private final Work work;
  private final Map<Long, Long> open = new LinkedHashMap<>();

  TransactionCut(RecoveryFacts facts, Work work) {
    this.facts = facts;
    this.work = work;
  }

  /**
   * The last sequence to keep.
   *
   * @throws RecoveryException when no transaction is open
   * @throws ResourceExhaustedException when too many are
   */
  long sequence() {
    long last = facts.lastSequence();
    work.meter().begin("looking for open transactions", last);
    try (JournalReader reader = JournalReader.open(facts.directory(), 1)) {
      long events = 0;
      int read = reader.poll(this::take, AT_ONCE);
      while (read > 0) {
        events += read;
        work.at(reader.nextSequence() - 1, events);
        read = reader.poll(this::take, AT_ONCE);
      }
    }
    return open.values().stream().min(Long::compare).orElseThrow(TransactionCut::noneOpen) - 1;
  }

  private static RecoveryException noneOpen() {
    return new RecoveryException("no transaction is open, there is nothing to cut");
  }

  private void take(RecordFlyweight record) {
    int type = record.eventType();
    if (type == EventType.SEMANTIC_TRANSACTION_BEGIN.code()) {
      open.putIfAbsent(TransactionIds.of(record), record.userspaceSequence());
      if (open.size() > MOST_OPEN) {
        throw new ResourceExhaustedException(
            "too many transactions are open at once: limit=" + MOST_OPEN);
      }
    } else if (type == EventType.SEMANTIC_TRANSACTION_END.code()) {
      open.remove(TransactionIds.of(record));
    }
  }
}
