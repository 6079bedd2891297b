package io.semj.kernel;

import io.semj.core.SemanticJournal;
import io.semj.error.EventDroppedException;
import io.semj.error.EventTooLargeException;
import io.semj.error.MalformedKernelEventException;
import io.semj.event.EmittableEvent;
import io.semj.event.KernelEventDecoder;
import io.semj.event.KernelEventEncoder;
import java.util.ArrayList;
import java.util.List;

/**
 * Emits kernel events into a journal, in their order, in atomic groups: what is in the journal is
 * always what comes first in the kernel's, without a gap. Belongs to one thread.
 */
final class KernelImporter {
  private static final int GROUP = 64;
  private static final int GROUP_BYTES = 128 << 10;

  private final SemanticJournal journal;
  private final KernelConverter converter;
  private final KernelEventEncoder encoder = new KernelEventEncoder();
  private final List<KernelEventDecoder> decoders = new ArrayList<>();
  private final List<EmittableEvent> group = new ArrayList<>();
  private final int groupLimit;
  private ResumePoint last;
  private long imported;

  KernelImporter(SemanticJournal journal, KernelConverter converter) {
    this.journal = journal;
    this.converter = converter;
    this.groupLimit = Math.max(1, Math.min(GROUP, journal.config().ringCapacity() / 2));
    for (int i = 0; i < groupLimit; i++) {
      decoders.add(new KernelEventDecoder());
    }
  }

  /**
   * Imports all events that are there now.
   *
   * @param source at the place to go on from
   * @param from the last event that was imported before
   * @param clockOffset from the kernel's clock to the wall clock
   * @param known tells which events were imported before
   * @return how many were imported; the journal has them, not yet durable
   * @throws MalformedKernelEventException when one is none; those before it are imported
   */
  long run(KernelJournal source, ResumePoint from, long clockOffset, KnownEvents known) {
    last = from;
    imported = 0;
    boolean more = true;
    while (more) {
      try {
        more = gather(source, clockOffset, known);
      } catch (MalformedKernelEventException e) {
        emit();
        throw e;
      }
      emit();
    }
    return imported;
  }

  /** The last event that was imported, by this or before. */
  ResumePoint last() {
    return last;
  }

  /** How many events the last run imported, to its end or until it failed. */
  long imported() {
    return imported;
  }

  private boolean gather(KernelJournal source, long clockOffset, KnownEvents known) {
    long bytes = 0;
    while (group.size() < groupLimit && bytes < GROUP_BYTES) {
      KernelEventDecoder decoder = decoders.get(group.size());
      if (!source.nextImported(decoder, clockOffset)) {
        return false;
      }
      if (!known.has(decoder.record(), last)) {
        EmittableEvent event = accepted(decoder);
        bytes += event.encode();
        group.add(event);
      }
    }
    return true;
  }

  /** A journal that keeps within the kernel's limits keeps carried parts where they are. */
  private EmittableEvent accepted(KernelEventDecoder decoder) {
    EmittableEvent event = converter.unpacked(decoder);
    boolean tooMuch =
        event != decoder
            && journal.config().kernelCompatibility()
            && event.kernelViolation() != null;
    return tooMuch ? decoder : event;
  }

  private void emit() {
    if (group.isEmpty()) {
      return;
    }
    int count = group.size();
    try {
      emitted(journal.emitEventsAtomic(group)[count - 1], count);
    } catch (EventTooLargeException e) {
      if (count == 1) {
        throw e;
      }
      emitOneByOne();
    } finally {
      group.clear();
    }
  }

  private void emitOneByOne() {
    for (int i = 0; i < group.size(); i++) {
      long sequence = journal.emitEvent(group.get(i));
      requireTaken(sequence);
      note(decoders.get(i), sequence);
      imported++;
    }
  }

  private void emitted(long lastSequence, int count) {
    requireTaken(lastSequence);
    note(decoders.get(count - 1), lastSequence);
    imported += count;
  }

  private void note(KernelEventDecoder decoder, long sequence) {
    int length = encoder.encode(decoder.record());
    last = ResumePoint.of(decoder.record(), encoder.image(), length).at(sequence);
  }

  private void requireTaken(long sequence) {
    if (sequence == SemanticJournal.DROPPED) {
      throw new EventDroppedException(
          "kernel events were dropped, they are imported again the next time: policy="
              + journal.config().overflowPolicy());
    }
  }
}
