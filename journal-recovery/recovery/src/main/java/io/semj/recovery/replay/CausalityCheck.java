package io.semj.recovery.replay;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.format.RecordDescriptor;
import io.semj.format.RecordFlyweight;
import io.semj.recovery.replay.ReplayFinding.Kind;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongHashSet;

/**
 * Checks that causes stand before their effects: parents, root causes, and both ends of causality
 * links. An event that the journal gave its id has its sequence for an id, so an id below the
 * current sequence was there. Ids that came from elsewhere are remembered, and so are causes that
 * were not met yet; a million of each at most.
 */
final class CausalityCheck {
  private static final int MOST_FOLLOWED = 1_000_000;
  private static final long NONE = -1;

  private final ReplayFindings findings;
  private final LongHashSet imported = new LongHashSet();

  /** From a cause that was not met yet to the sequence of its first effect. */
  private final Long2LongHashMap awaited = new Long2LongHashMap(NONE);

  private boolean overflowed;

  CausalityCheck(ReplayFindings findings) {
    this.findings = findings;
  }

  void record(RecordFlyweight record) {
    long sequence = record.userspaceSequence();
    long id = record.eventId();
    if (!awaited.isEmpty()) {
      long effect = awaited.remove(id);
      if (effect != NONE) {
        findings.noted(
            Kind.EFFECT_BEFORE_CAUSE,
            effect,
            "effect stands before its cause: cause=" + id + ", causeSequence=" + sequence);
      }
    }
    if (record.parentEventId() != 0) {
      need(record.parentEventId(), id, sequence);
    }
    if (record.rootCauseEventId() != 0 && record.rootCauseEventId() != id) {
      need(record.rootCauseEventId(), id, sequence);
    }
    if (record.linkCount() != 0) {
      links(record, id, sequence);
    }
    if (id != sequence && isRoom(imported.size(), sequence)) {
      imported.add(id);
    }
  }

  private void links(RecordFlyweight record, long id, long sequence) {
    DirectBuffer buffer = record.buffer();
    for (int i = 0; i < record.linkCount(); i++) {
      int link = record.linksOffset() + i * RecordDescriptor.LINK_LENGTH;
      long cause = buffer.getLong(link + RecordDescriptor.LINK_CAUSE_OFFSET, LITTLE_ENDIAN);
      long effect = buffer.getLong(link + RecordDescriptor.LINK_EFFECT_OFFSET, LITTLE_ENDIAN);
      if (cause == effect || effect == id) {
        need(cause, effect, sequence);
      } else if (isMet(effect, sequence)) {
        if (cause == id) {
          findings.noted(
              Kind.EFFECT_BEFORE_CAUSE,
              sequence,
              "effect stands before its cause: cause=" + cause + ", effect=" + effect);
        } else {
          need(cause, effect, sequence);
        }
      }
    }
  }

  private void need(long cause, long effect, long sequence) {
    if (cause == effect) {
      findings.noted(Kind.EFFECT_BEFORE_CAUSE, sequence, "event is its own cause: id=" + cause);
    } else if (!isMet(cause, sequence) && isRoom(awaited.size(), sequence)) {
      awaited.putIfAbsent(cause, sequence);
    }
  }

  private boolean isMet(long id, long sequence) {
    return Long.compareUnsigned(id, sequence) < 0 || imported.contains(id);
  }

  private boolean isRoom(int size, long sequence) {
    if (size < MOST_FOLLOWED) {
      return true;
    }
    if (!overflowed) {
      overflowed = true;
      findings.noted(Kind.NOT_CHECKED, sequence, "too many causes are open: most=" + MOST_FOLLOWED);
    }
    return false;
  }

  /** The journal has ended: what was not met is not there. */
  void end() {
    TreeMap<Long, Long> missing = new TreeMap<>();
    awaited.forEach((Long cause, Long effect) -> missing.put(cause, effect));
    missing.forEach(
        (cause, effect) ->
            findings.noted(
                Kind.CAUSE_MISSING,
                effect,
                "cause is not in the journal: cause=" + Long.toUnsignedString(cause)));
  }
}
