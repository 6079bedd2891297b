package io.semj.recovery.replay;

import io.semj.core.filter.FilterBounds;
import io.semj.core.storage.DurableMark;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.StorageErrors;
import io.semj.error.CompatibilityException;
import io.semj.error.StorageException;
import io.semj.format.SegmentIdentity;
import io.semj.format.SegmentSeal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What of a journal is to be read, by the heads of its segments alone: where a range of time begins
 * and ends in sequences, and how many there will be. A head that is damaged narrows nothing; the
 * reading will say what is wrong with it.
 */
final class ReplayRange {
  private final List<SegmentFile> files;
  private final List<Optional<SegmentHead>> heads = new ArrayList<>();
  private final JournalPosition mark;
  private long from;
  private long to;

  ReplayRange(JournalDirectory directory, FilterBounds bounds) {
    files = directory.segments();
    for (SegmentFile file : files) {
      heads.add(head(file));
    }
    // Read before the events: what it calls durable by now must be found among them.
    mark = journalId().map(id -> readMark(directory, id)).orElse(null);
    from = Math.max(1, bounds.minSequence());
    to = bounds.maxSequence();
    narrow(bounds);
  }

  private static Optional<SegmentHead> head(SegmentFile file) {
    try {
      return SegmentHead.isBlank(file) ? Optional.empty() : Optional.of(SegmentHead.read(file));
    } catch (StorageException | CompatibilityException e) {
      return Optional.empty();
    }
  }

  private static JournalPosition readMark(JournalDirectory directory, UUID journalId) {
    try {
      return DurableMark.read(directory, SegmentIdentity.journalIdBytes(journalId)).orElse(null);
    } catch (IOException e) {
      throw StorageErrors.translate(
          e, directory.resolve(JournalDirectory.MARK_FILE), "read durable mark");
    }
  }

  /** Leaves out segments at the beginning and at the end that lie outside of the time. */
  private void narrow(FilterBounds bounds) {
    int first = 0;
    while (first < heads.size() && endsBefore(heads.get(first), bounds.minTimeNanos())) {
      first++;
    }
    if (first > 0) {
      from = Math.max(from, lastSequence(first - 1) + 1);
    }
    int last = heads.size() - 1;
    while (last >= first && beginsAfter(heads.get(last), bounds.maxTimeNanos())) {
      last--;
    }
    if (last < heads.size() - 1) {
      to = Math.min(to, files.get(last + 1).firstSequence() - 1);
    }
  }

  private static boolean endsBefore(Optional<SegmentHead> head, long time) {
    Optional<SegmentSeal> seal = head.flatMap(SegmentHead::seal);
    return seal.isPresent() && seal.get().maxEventTimestamp() < time;
  }

  private static boolean beginsAfter(Optional<SegmentHead> head, long time) {
    Optional<SegmentSeal> seal = head.flatMap(SegmentHead::seal);
    return seal.isPresent() && seal.get().minEventTimestamp() > time;
  }

  /** The last sequence of a segment, as far as that is known. */
  private long lastSequence(int segment) {
    if (segment + 1 < files.size()) {
      return files.get(segment + 1).firstSequence() - 1;
    }
    return heads
        .get(segment)
        .flatMap(SegmentHead::seal)
        .map(SegmentSeal::lastSequence)
        .orElse(files.get(segment).firstSequence() - 1);
  }

  /** The journal's id; none when there is no segment whose head can be read. */
  Optional<UUID> journalId() {
    return heads.stream().flatMap(Optional::stream).findFirst().map(h -> h.identity().journalId());
  }

  /** The durable mark, or null. */
  JournalPosition mark() {
    return mark;
  }

  /** Begins behind a position that was kept. */
  void beginBehind(long sequence) {
    from = Math.max(from, sequence + 1);
  }

  long from() {
    return from;
  }

  long to() {
    return to;
  }

  /** How many sequences there are at least, as far as that is known. */
  long expected() {
    if (files.isEmpty()) {
      return 0;
    }
    long known = Math.max(lastSequence(files.size() - 1), mark == null ? 0 : mark.sequence());
    long begin = Math.max(from, files.get(0).firstSequence());
    return Math.max(0, Math.min(to, known) - begin + 1);
  }

  /** Where the count of sequences begins. */
  long begin() {
    return files.isEmpty() ? from : Math.max(from, files.get(0).firstSequence());
  }
}
