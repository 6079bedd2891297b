package io.semj.recovery.replay;

import io.semj.event.EventType;
import io.semj.format.ContextEntries;
import io.semj.format.ContextField;
import io.semj.format.RecordFlyweight;
import io.semj.recovery.replay.ReplayFinding.Kind;
import java.util.TreeMap;
import org.agrona.collections.Long2LongHashMap;

/**
 * Checks that transactions that begin also end, once each. A million open ones are followed at
 * most.
 */
final class TransactionCheck {
  private static final int MOST_FOLLOWED = 1_000_000;
  private static final int BEGIN = EventType.SEMANTIC_TRANSACTION_BEGIN.code();
  private static final int END = EventType.SEMANTIC_TRANSACTION_END.code();
  private static final long NONE = -1;

  private final ReplayFindings findings;
  private final Long2LongHashMap open = new Long2LongHashMap(NONE);
  private boolean fromTheBeginning;
  private boolean overflowed;

  TransactionCheck(ReplayFindings findings) {
    this.findings = findings;
  }

  void record(RecordFlyweight record) {
    long sequence = record.userspaceSequence();
    fromTheBeginning |= sequence == 1;
    int type = record.eventType();
    if (type != BEGIN && type != END) {
      return;
    }
    long id = ContextEntries.number(record, ContextField.TRANSACTION_ID);
    if (type == BEGIN) {
      begin(id, sequence);
    } else if (open.remove(id) == NONE && fromTheBeginning && !overflowed) {
      findings.noted(
          Kind.TRANSACTION_NOT_BEGUN,
          sequence,
          "transaction ends without having begun: transaction=" + Long.toUnsignedString(id));
    }
  }

  private void begin(long id, long sequence) {
    if (open.size() >= MOST_FOLLOWED) {
      if (!overflowed) {
        overflowed = true;
        findings.noted(
            Kind.NOT_CHECKED, sequence, "too many transactions are open: most=" + MOST_FOLLOWED);
      }
      return;
    }
    long begun = open.put(id, sequence);
    if (begun != NONE) {
      findings.noted(
          Kind.TRANSACTION_BEGUN_TWICE,
          sequence,
          "transaction begins again before it ended: transaction="
              + Long.toUnsignedString(id)
              + ", begunAtSequence="
              + begun);
    }
  }

  /** The journal has ended: what is open now does not end. */
  void end() {
    TreeMap<Long, Long> unfinished = new TreeMap<>();
    open.forEach((Long id, Long sequence) -> unfinished.put(sequence, id));
    unfinished.forEach(
        (sequence, id) ->
            findings.noted(
                Kind.TRANSACTION_UNFINISHED,
                sequence,
                "transaction does not end: transaction=" + Long.toUnsignedString(id)));
  }
}
