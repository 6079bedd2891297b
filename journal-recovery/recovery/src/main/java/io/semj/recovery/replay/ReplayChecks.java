package io.semj.recovery.replay;

import io.semj.core.storage.JournalPosition;
import io.semj.format.RecordFlyweight;
import io.semj.recovery.replay.ReplayFinding.Kind;

/** All that a validation mode checks besides checksums. */
final class ReplayChecks {
  private final ReplayFindings findings;
  private final ChainCheck chain;
  private final CausalityCheck causality;
  private final TransactionCheck transactions;
  private long expectedSequence;

  ReplayChecks(ReplayValidation mode, ReplayFindings findings) {
    boolean strict = mode.includes(ReplayValidation.STRICT);
    this.findings = findings;
    chain = mode.includes(ReplayValidation.FULL) ? new ChainCheck(findings) : null;
    causality = strict ? new CausalityCheck(findings) : null;
    transactions = strict ? new TransactionCheck(findings) : null;
  }

  void block(ReplaySource source) {
    if (chain != null) {
      chain.block(source.blocks(), source.skippedDamage());
    }
    if (source.skippedDamage()) {
      expectedSequence = 0; // That some are missing is reported already.
    }
  }

  void record(ReplaySource source) {
    if (chain == null) {
      return;
    }
    RecordFlyweight record = source.record();
    if (source.isFirstOfBlock()) {
      chain.first(source.blocks().block(), record);
    }
    if (source.isLastOfBlock()) {
      chain.last(source.blocks().block(), record);
    }
  }

  /** A record in the range that is replayed. */
  void recordInRange(RecordFlyweight record) {
    if (causality == null) {
      return;
    }
    long sequence = record.userspaceSequence();
    if (expectedSequence != 0 && sequence != expectedSequence) {
      findings.noted(
          Kind.SEQUENCE_GAP,
          expectedSequence,
          "sequences are missing: first="
              + expectedSequence
              + ", count="
              + (sequence - expectedSequence));
    }
    expectedSequence = sequence + 1;
    causality.record(record);
    transactions.record(record);
  }

  /** The journal has ended, not only the range. */
  void end(JournalPosition mark, long lastSequence) {
    if (causality != null) {
      causality.end();
      transactions.end();
    }
    if (chain != null && mark != null && mark.sequence() > lastSequence) {
      findings.broken(
          Kind.LOST_EVENTS,
          lastSequence + 1,
          "durable events are not there: durableSequence="
              + mark.sequence()
              + ", lastSequence="
              + lastSequence);
    }
  }
}
