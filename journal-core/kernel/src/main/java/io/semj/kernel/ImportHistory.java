package io.semj.kernel;

import io.semj.core.JournalReader;
import io.semj.core.SemanticJournal;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentHead;
import io.semj.event.UserspaceFlags;
import io.semj.format.RecordFlyweight;
import java.util.List;
import java.util.Optional;

/**
 * Finds the last event that a journal has from the kernel. The journal's events are the truth, so
 * that it does not matter where an import was interrupted; the mark, where it agrees with them,
 * says from where on to look.
 */
final class ImportHistory {
  private static final int POLL = 1_024;

  private final SemanticJournal journal;
  private final JournalDirectory directory;
  private final KernelConverter converter;

  ImportHistory(SemanticJournal journal, JournalDirectory directory, KernelConverter converter) {
    this.journal = journal;
    this.directory = directory;
    this.converter = converter;
  }

  /** Where the next import goes on. Everything emitted so far has to be written. */
  ResumePoint find(Optional<KernelMark> mark) {
    boolean trusted = mark.isPresent() && agrees(mark.get());
    ResumePoint known = trusted ? mark.get().last() : ResumePoint.NOTHING;
    long from = trusted ? mark.get().accounted() + 1 : 1;
    long found = lastImported(from);
    if (found > 0) {
      return pointAt(found);
    }
    return known.exists() ? known : ofRemovedEvents();
  }

  /** A mark that is ahead of the journal, or tells of another event, is of before a recovery. */
  private boolean agrees(KernelMark mark) {
    long last = mark.last().userspaceSequence();
    if (mark.accounted() > journal.status().writtenSequence()) {
      return false;
    }
    if (last == 0 || last < journal.status().firstSequence()) {
      return true;
    }
    try (JournalReader reader = journal.reader(last)) {
      boolean[] same = new boolean[1];
      reader.poll(
          record ->
              same[0] =
                  record.userspaceSequence() == last
                      && isFromKernel(record)
                      && record.sequence() == mark.last().sequence()
                      && record.eventId() == mark.last().eventId(),
          1);
      return same[0];
    }
  }

  static boolean isFromKernel(RecordFlyweight record) {
    return (record.userspaceFlags() & UserspaceFlags.FROM_KERNEL) != 0;
  }

  private long lastImported(long from) {
    long[] last = new long[1];
    try (JournalReader reader = journal.reader(from)) {
      int count;
      do {
        count =
            reader.poll(
                record -> {
                  if (isFromKernel(record)) {
                    last[0] = record.userspaceSequence();
                  }
                },
                POLL);
      } while (count == POLL);
    }
    return last[0];
  }

  private ResumePoint pointAt(long sequence) {
    ResumePoint[] point = new ResumePoint[1];
    try (JournalReader reader = journal.reader(sequence)) {
      reader.poll(
          record -> {
            int length = converter.toKernel(record, 0);
            point[0] = ResumePoint.of(record, converter.image(), length);
          },
          1);
    }
    return point[0];
  }

  /** Retention may have removed all there was: the oldest segment's head remembers the sequence. */
  private ResumePoint ofRemovedEvents() {
    List<SegmentFile> segments = directory.segments();
    if (segments.isEmpty() || segments.get(0).firstSequence() <= 1) {
      return ResumePoint.NOTHING;
    }
    long sequence = SegmentHead.read(segments.get(0)).header().journal().lastKernelSyncSequence();
    return sequence == 0 ? ResumePoint.NOTHING : ResumePoint.ofSequence(sequence);
  }
}
