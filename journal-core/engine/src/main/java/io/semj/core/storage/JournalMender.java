package io.semj.core.storage;

import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.error.ConsistencyException;
import io.semj.error.CorruptionException;
import io.semj.error.RecoveryException;
import io.semj.error.UnsupportedFeatureException;
import io.semj.format.BlockVerdict;
import io.semj.format.SegmentIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Brings a journal's segments into a state that can be written on: everything a crash left unsealed
 * is scanned from the durable mark on, decided by {@link TailDecision}, and mended. Sealed segments
 * are taken at their word, so this costs the length of the unsynced tail, not of the journal.
 */
public final class JournalMender {
  private final JournalDirectory directory;
  private final boolean mayMend;
  private final long nowNanos;
  private final List<Segment> segments = new ArrayList<>();
  private final List<SegmentFile> blank = new ArrayList<>();
  private final List<Path> setAside = new ArrayList<>();
  private Optional<JournalPosition> mark = Optional.empty();

  private JournalMender(JournalDirectory directory, boolean mayMend, long nowNanos) {
    this.directory = directory;
    this.mayMend = mayMend;
    this.nowNanos = nowNanos;
  }

  /**
   * A segment that ends properly.
   *
   * @param file of it
   * @param identity of it
   * @param end of its blocks, or what the next segment continues from if it was rewritten
   */
  public record Segment(SegmentFile file, SegmentIdentity identity, JournalPosition end) {}

  /**
   * What there is to go on from.
   *
   * @param segments all segments, oldest first, sealed
   * @param setAside files with the bytes that were cut off
   */
  public record Mended(List<Segment> segments, List<Path> setAside) {}

  /**
   * Mends a journal.
   *
   * @param directory of the journal, locked by the caller
   * @param mayMend whether an unsealed segment may be mended, or is refused
   * @param nowNanos since 1970, for seals
   * @return the segments
   * @throws CorruptionException when acknowledged events are damaged or missing; nothing was
   *     changed in the damaged segment
   * @throws ConsistencyException when a segment belongs to another journal
   * @throws RecoveryException when mending is needed and not allowed
   */
  public static Mended mend(JournalDirectory directory, boolean mayMend, long nowNanos) {
    JournalMender mender = new JournalMender(directory, mayMend, nowNanos);
    mender.run();
    return new Mended(mender.segments, mender.setAside);
  }

  private void run() {
    List<SegmentFile> files = directory.segments();
    List<SegmentHead> found = new ArrayList<>();
    // A power cut may keep a later segment's head and not an earlier one's.
    boolean sealed = true;
    for (SegmentFile file : files) {
      Optional<SegmentHead> head = UnfinishedHead.read(file, sealed);
      head.ifPresentOrElse(found::add, () -> blank.add(file));
      sealed = head.flatMap(SegmentHead::seal).isPresent();
    }
    if (found.isEmpty()) {
      checkSegmentsAreMissing();
    } else {
      checkOneJournal(found);
      mark = readMark(found.get(0).identity());
    }
    checkBlank(found);
    for (int i = 0; i < found.size(); i++) {
      SegmentHead head = found.get(i);
      Optional<JournalPosition> continuation = head.continuation();
      if (continuation.isPresent()) {
        segments.add(new Segment(head.file(), head.identity(), continuation.get()));
        if (!isContinued(found, i)) {
          break;
        }
      } else if (mendOne(head, found.subList(i + 1, found.size()))) {
        break;
      }
    }
    checkNothingIsMissing();
    for (SegmentFile file : blank) {
      setAside.add(TailRepair.setAside(directory, file));
    }
  }

  private static void checkOneJournal(List<SegmentHead> found) {
    UUID journalId = found.get(0).identity().journalId();
    for (SegmentHead head : found) {
      if (!head.identity().journalId().equals(journalId)) {
        throw new ConsistencyException(
            "segment belongs to another journal: file="
                + head.file().path()
                + ", expected="
                + journalId
                + ", actual="
                + head.identity().journalId());
      }
    }
  }

  /**
   * A segment is sealed after it was forced, so what continues it cannot be another's. Only a
   * segment in between whose head never reached the disk explains a gap, and no acknowledged event
   * may be behind that. When so, sets aside what is.
   */
  private boolean isContinued(List<SegmentHead> found, int sealed) {
    List<SegmentHead> later = found.subList(sealed + 1, found.size());
    JournalPosition end = segments.get(segments.size() - 1).end();
    if (later.isEmpty() || continues(end, later.get(0).identity())) {
      return true;
    }
    boolean explained =
        blank.stream()
            .anyMatch(
                file ->
                    file.firstSequence() > end.sequence()
                        && file.firstSequence() < later.get(0).file().firstSequence());
    if (!explained || acknowledged(durable(), later) > end.sequence()) {
      throw damaged(
          later.get(0).file(),
          0,
          end.sequence() + 1,
          "segment does not continue the one before it");
    }
    requireMayMend(later.get(0));
    setAside(later);
    return false;
  }

  private void checkNothingIsMissing() {
    if (segments.isEmpty()) {
      return;
    }
    Segment last = segments.get(segments.size() - 1);
    if (durable() > last.end().sequence()) {
      throw damaged(
          last.file(),
          last.end().endPosition(),
          last.end().sequence() + 1,
          "acknowledged up to sequence " + durable() + ", no segment holds it");
    }
  }

  private Optional<JournalPosition> readMark(SegmentIdentity identity) {
    try {
      return DurableMark.read(directory, SegmentIdentity.journalIdBytes(identity.journalId()));
    } catch (IOException e) {
      throw StorageErrors.translate(
          e, directory.resolve(JournalDirectory.MARK_FILE), "read durable mark");
    }
  }

  private void checkSegmentsAreMissing() {
    Path file = directory.resolve(JournalDirectory.MARK_FILE);
    long acknowledged;
    try {
      acknowledged = DurableMark.readAny(directory).map(JournalPosition::sequence).orElse(0L);
    } catch (IOException e) {
      throw StorageErrors.translate(e, file, "read durable mark");
    }
    if (acknowledged > 0) {
      throw new CorruptionException(
          "the journal's segments are missing, not opened for writing: acknowledged up to sequence "
              + acknowledged
              + "; bring them back, or begin in an empty directory",
          file.toString(),
          0);
    }
  }

  /**
   * A segment whose head never reached the disk as a whole can hold nothing that was acknowledged.
   * The first one's head is forced before anything is written.
   */
  private void checkBlank(List<SegmentHead> found) {
    for (SegmentFile file : blank) {
      boolean first =
          !found.isEmpty() && file.firstSequence() < found.get(0).file().firstSequence();
      if (first || durable() >= file.firstSequence()) {
        throw damaged(file, 0, file.firstSequence(), "segment head is blank");
      }
    }
  }

  private long durable() {
    return mark.map(JournalPosition::sequence).orElse(0L);
  }

  /** Mends an unsealed segment; true when the segments behind it do not continue it. */
  private boolean mendOne(SegmentHead head, List<SegmentHead> later) {
    requireMayMend(head);
    JournalPosition from = knownGood(head);
    TailFacts facts = TailScanner.scan(head, from, durable());
    if (facts.verdict() == BlockVerdict.UNSUPPORTED_FLAGS) {
      throw new UnsupportedFeatureException(
          "block needs a newer version: file="
              + head.file().path()
              + ", position="
              + facts.end().endPosition());
    }
    boolean continued = !later.isEmpty() && continues(facts.end(), later.get(0).identity());
    // What was acknowledged in segments that continue this one is not missing from it.
    TailFacts weighed =
        facts.withDurable(continued ? 0 : acknowledged(facts.durableSequence(), later));
    if (TailDecision.of(weighed) == TailDecision.REFUSE) {
      throw damaged(
          head.file(),
          facts.end().endPosition(),
          facts.end().sequence() + 1,
          "acknowledged up to sequence "
              + weighed.durableSequence()
              + ", block there is "
              + facts.verdict());
    }
    if (!continued) {
      // The seal comes last: cut short at any point, it all begins anew.
      setAside(later);
    }
    Path aside = TailRepair.mend(directory, head, from, facts, nowNanos);
    if (aside != null) {
      setAside.add(aside);
    }
    segments.add(new Segment(head.file(), head.identity(), facts.end()));
    return !continued;
  }

  private void requireMayMend(SegmentHead head) {
    if (!mayMend) {
      throw new RecoveryException(
          "journal was not closed properly and recovery is off: file=" + head.file().path());
    }
  }

  /** The newest first. */
  private void setAside(List<SegmentHead> later) {
    for (int i = later.size() - 1; i >= 0; i--) {
      setAside.add(TailRepair.setAside(directory, later.get(i).file()));
    }
  }

  private JournalPosition knownGood(SegmentHead head) {
    JournalPosition start = JournalPosition.startOf(head.identity());
    return mark.filter(m -> m.generation() == start.generation() && TailScanner.isReal(head, m))
        .orElse(start);
  }

  private static boolean continues(JournalPosition end, SegmentIdentity next) {
    return next.firstBlockId() == end.blockId() + 1 && next.chainAnchor().equals(end.digest());
  }

  /** What is known to have been acknowledged, by later segments too. */
  private static long acknowledged(long known, List<SegmentHead> later) {
    long acknowledged = known;
    for (SegmentHead head : later) {
      try {
        acknowledged = Math.max(acknowledged, BehindEnd.acknowledgedIn(head));
      } catch (IOException e) {
        throw StorageErrors.translate(e, head.file().path(), "scan");
      }
    }
    return acknowledged;
  }

  private static CorruptionException damaged(
      SegmentFile file, long position, long firstLost, String what) {
    return new CorruptionException(
        "journal is damaged below what was acknowledged, not opened for writing: "
            + what
            + ", firstLostSequence="
            + firstLost
            + "; salvage it with a recovery tool",
        file.path().toString(),
        position);
  }
}
