package io.semj.recovery;

import io.semj.core.storage.BlockSource;
import io.semj.core.storage.DurableMark;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.SegmentListing;
import io.semj.core.storage.StorageErrors;
import io.semj.error.CompatibilityException;
import io.semj.error.JournalException;
import io.semj.error.JournalNotFoundException;
import io.semj.error.StorageException;
import io.semj.format.SegmentIdentity;
import io.semj.recovery.IntegrityProblem.Kind;
import io.semj.recovery.work.Interruption;
import io.semj.recovery.work.WorkControl;
import io.semj.recovery.work.WorkListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Proves that a journal is what was written: the head of every segment, every block by itself and
 * in its place, the chain from the oldest segment's anchor to the newest block, every record's
 * checksum, that sequences are dense but for what blocks say was dropped, and that seals and the
 * durable mark agree with all that. Segments that were rewritten are no problem: they are reported
 * with why, when, and how many events were taken out.
 *
 * <p>It reads only and takes no lock. The journal may be closed or open, in this process or
 * another; of an open one, what is written when the verifier gets there is verified. Problems do
 * not end a verification: it goes on with the next block that can be found.
 *
 * <p>A verifier belongs to one thread and may verify again and again.
 */
public final class IntegrityVerifier {
  private final JournalDirectory directory;
  private final SegmentListing listing;
  private WorkListener listener = WorkListener.NONE;
  private WorkControl control = new WorkControl();
  private Findings findings;
  private SegmentIdentity before;
  private JournalPosition end;

  /**
   * A verifier of the journal in a directory.
   *
   * @param directory of the journal
   * @throws JournalNotFoundException when there is no such directory
   */
  public IntegrityVerifier(Path directory) {
    this.directory = JournalDirectory.existing(directory);
    this.listing = this.directory;
  }

  /**
   * A verifier of a journal whose segments lie in several places.
   *
   * @param directory of the journal, where its durable mark is
   * @param listing tells its segments
   * @throws JournalNotFoundException when there is no such directory
   */
  public IntegrityVerifier(Path directory, SegmentListing listing) {
    this.directory = JournalDirectory.existing(directory);
    this.listing = listing;
  }

  /**
   * Asks for progress, in bytes of the segments.
   *
   * @param progress hears it
   * @return this
   */
  public IntegrityVerifier onProgress(WorkListener progress) {
    listener = progress;
    return this;
  }

  /**
   * Lets another thread hold or end the verification.
   *
   * @param workControl is asked before every block
   * @return this
   */
  public IntegrityVerifier control(WorkControl workControl) {
    control = workControl;
    return this;
  }

  /**
   * Verifies everything there is.
   *
   * @return what was found, problems included
   * @throws StorageException when the directory cannot be read
   * @throws io.semj.error.WorkCancelledException when it was cancelled
   * @throws io.semj.error.JournalTimeoutException when its time limit is over
   */
  public IntegrityReport verify() {
    findings = new Findings();
    before = null;
    end = null;
    // Read before the segments are listed: what it calls durable by now must be found in them.
    JournalPosition mark = listing.segments().stream().findFirst().map(this::readMark).orElse(null);
    List<SegmentFile> files = listing.segments();
    SegmentProgress progress =
        new SegmentProgress(
            listener, control, files.stream().mapToLong(IntegrityVerifier::size).sum());
    try (RecordsCheck records = new RecordsCheck()) {
      for (int i = 0; i < files.size(); i++) {
        verifyOne(files.get(i), i == files.size() - 1, progress, records);
      }
    }
    checkMark(mark, files);
    progress.done(findings.events());
    return findings.report(directory.path());
  }

  private void verifyOne(
      SegmentFile file, boolean last, SegmentProgress progress, RecordsCheck records) {
    if (Files.notExists(file.path()) && movedTo(file) != null) {
      verifyOne(movedTo(file), last, progress, records);
      return;
    }
    long size = size(file);
    try (BlockSource source = open(file, last)) {
      if (source == null) {
        end = null;
      } else {
        SegmentHead head = source.head();
        checkOrder(head);
        findings.segment(head.seal().isPresent());
        before = head.identity();
        end = new SegmentVerifier(findings, progress, records, source, last).verify();
      }
    } catch (IOException e) {
      end = null;
      failed(file, StorageErrors.translate(e, file.path(), "verify"));
    }
    progress.segmentDone(size);
  }

  /** Where a segment has been moved to while we were at others, or null. */
  private SegmentFile movedTo(SegmentFile file) {
    return listing.segments().stream()
        .filter(now -> now.firstSequence() == file.firstSequence() && !now.equals(file))
        .findFirst()
        .orElse(null);
  }

  /** For the progress only: what cannot be told counts as nothing. */
  private static long size(SegmentFile file) {
    try {
      return Files.size(file.path());
    } catch (IOException e) {
      return 0;
    }
  }

  private BlockSource open(SegmentFile file, boolean last) throws IOException {
    try {
      if (last && SegmentHead.isBlank(file)) {
        findings.problem(Kind.TORN_TAIL, file, 0, "segment head is blank");
        return null;
      }
      BlockSource source = BlockSource.open(file);
      SegmentIdentity identity = source.head().identity();
      if (identity.firstSequence() != file.firstSequence()) {
        findings.problem(
            Kind.HEAD,
            file,
            0,
            "file name does not fit: expected="
                + identity.firstSequence()
                + ", actual="
                + file.firstSequence());
      }
      return source;
    } catch (StorageException | CompatibilityException e) {
      failed(file, e);
      return null;
    }
  }

  private void failed(SegmentFile file, JournalException failure) {
    Interruption.translate(failure);
    if (Files.exists(file.path())) {
      boolean unreadable = failure.getCause() instanceof IOException;
      findings.problem(unreadable ? Kind.UNREADABLE : Kind.HEAD, file, 0, failure.getMessage());
    } else if (!removedByRetention(file)) {
      findings.problem(Kind.SEGMENT_ORDER, file, 0, "segment is missing");
    }
  }

  /** Retention removes the oldest first, also while we read: nothing older is left then. */
  private boolean removedByRetention(SegmentFile file) {
    List<SegmentFile> left = listing.segments();
    return !left.isEmpty() && left.get(0).firstSequence() > file.firstSequence();
  }

  private void checkOrder(SegmentHead head) {
    String wrong =
        before == null
            ? SegmentOrder.checkFirst(head.identity())
            : SegmentOrder.checkNext(before, end, head.identity());
    if (wrong != null) {
      findings.problem(Kind.SEGMENT_ORDER, head.file(), 0, wrong);
    }
  }

  private JournalPosition readMark(SegmentFile first) {
    try {
      SegmentIdentity identity = SegmentHead.read(first).identity();
      byte[] journalId = SegmentIdentity.journalIdBytes(identity.journalId());
      return DurableMark.read(directory, journalId).orElse(null);
    } catch (IOException e) {
      Interruption.translate(e);
      Path file = directory.resolve(JournalDirectory.MARK_FILE);
      findings.problem(Kind.UNREADABLE, file, 0, String.valueOf(e.getMessage()));
      return null;
    } catch (StorageException | CompatibilityException e) {
      // The head itself is looked at later, where that is said.
      return null;
    }
  }

  private void checkMark(JournalPosition mark, List<SegmentFile> files) {
    long reached = end == null ? findings.lastSequence() : end.sequence();
    if (mark != null && mark.sequence() > reached) {
      findings.problem(
          Kind.LOST_EVENTS,
          files.get(files.size() - 1),
          end == null ? 0 : end.endPosition(),
          "durable events are not there: durableSequence="
              + mark.sequence()
              + ", lastSequence="
              + reached);
    }
  }
}
