package io.semj.recovery;

import io.semj.core.storage.BlockSource;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.StorageErrors;
import io.semj.error.CompatibilityException;
import io.semj.error.JournalException;
import io.semj.error.StorageException;
import io.semj.recovery.IntegrityProblem.Kind;
import io.semj.recovery.work.Interruption;
import io.semj.recovery.work.WorkControl;
import io.semj.recovery.work.WorkListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Verifies the sealed segments of a journal bit by bit, as {@link IntegrityVerifier} does all at
 * once: so many bytes at each step, no faster than it may, going on where the last step ended, in
 * this process or, with a state file, in the next one. Behind the newest sealed segment it begins
 * again with the oldest, and so it does where the journal was cut or rewritten behind what was
 * verified. A segment that cannot be read is reported, and the next one is gone on with. It reads
 * only, takes no lock, and runs beside a writer. One thread.
 */
public final class IncrementalVerifier {
  private final JournalDirectory directory;
  private final Path stateFile;
  private long bytesPerSecond = Long.MAX_VALUE;
  private WorkControl control = new WorkControl();
  private VerifiedPosition position;
  private boolean atEnd;

  /**
   * A verifier that begins with the oldest segment and remembers its position in memory.
   *
   * @param directory of the journal
   * @throws io.semj.error.JournalNotFoundException when there is no such directory
   */
  public IncrementalVerifier(Path directory) {
    this(directory, null);
  }

  /**
   * A verifier that goes on where a state file says, and keeps it up to date. One that is missing
   * or damaged means the beginning.
   *
   * @param directory of the journal
   * @param stateFile of the verification, in a directory that is there
   * @throws io.semj.error.StorageException when the file cannot be read
   */
  public IncrementalVerifier(Path directory, Path stateFile) {
    this.directory = JournalDirectory.existing(directory);
    this.stateFile = stateFile;
    try {
      this.position = stateFile == null ? null : VerifiedPosition.read(stateFile).orElse(null);
    } catch (IOException e) {
      throw StorageErrors.translate(e, stateFile, "read verification state");
    }
  }

  /**
   * Limits how fast it reads.
   *
   * @param bytes a second, more than 0
   * @return this
   */
  public IncrementalVerifier bytesPerSecond(long bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("bytesPerSecond must be above 0: actual=" + bytes);
    }
    bytesPerSecond = bytes;
    return this;
  }

  /**
   * Lets another thread hold or end a step.
   *
   * @param workControl is asked before every block
   * @return this
   */
  public IncrementalVerifier control(WorkControl workControl) {
    control = workControl;
    return this;
  }

  /**
   * Verifies whole segments until so many bytes are done, or the newest sealed segment is.
   *
   * @param bytes after which no further segment is begun
   * @return what this step looked at; without segments when there is none sealed
   * @throws io.semj.error.WorkCancelledException when it was cancelled; the segment is verified
   *     again by the next step
   */
  public IntegrityReport step(long bytes) {
    Findings findings = new Findings();
    SegmentProgress progress =
        new SegmentProgress(WorkListener.NONE, control, Long.MAX_VALUE)
            .throttled(new ReadingRate(bytesPerSecond, control));
    atEnd = false;
    if (!isStillTrue()) {
      remember(null);
    }
    long done = 0;
    try (RecordsCheck records = new RecordsCheck()) {
      while (done < bytes && !atEnd) {
        SegmentFile file = next();
        if (file == null) {
          atEnd = true;
        } else {
          done += verify(file, findings, progress, records);
        }
      }
    }
    if (atEnd) {
      remember(null);
    }
    return findings.report(directory.path());
  }

  /**
   * Whether the last step reached the newest sealed segment: the next begins with the oldest.
   *
   * @return whether a round is complete
   */
  public boolean isRoundComplete() {
    return atEnd;
  }

  /** Whether what was verified last is still what the journal continues. */
  private boolean isStillTrue() {
    if (position == null) {
      return true;
    }
    long behind = position.segment().firstSequence();
    List<SegmentFile> files = directory.segments();
    for (SegmentFile file : files) {
      if (file.firstSequence() == behind) {
        return !position.isRead() || isUnchanged(file);
      }
    }
    // Retention takes the oldest first: then nothing older is left.
    return files.isEmpty() || files.get(0).firstSequence() > behind;
  }

  private boolean isUnchanged(SegmentFile file) {
    try {
      return !SegmentHead.isBlank(file) && position.isEndOf(SegmentHead.read(file));
    } catch (StorageException | CompatibilityException unreadable) {
      return true; // the next round says so
    }
  }

  private SegmentFile next() {
    List<SegmentFile> files = directory.segments();
    long behind = position == null ? -1 : position.segment().firstSequence();
    return files.stream().filter(f -> f.firstSequence() > behind).findFirst().orElse(null);
  }

  private long verify(
      SegmentFile file, Findings findings, SegmentProgress progress, RecordsCheck records) {
    try (BlockSource source = SegmentHead.isBlank(file) ? null : BlockSource.open(file)) {
      SegmentHead head = source == null ? null : source.head();
      if (head == null || head.seal().isEmpty()) {
        atEnd = true;
        return 0;
      }
      checkOrder(head, findings);
      findings.segment(true);
      new SegmentVerifier(findings, progress, records, source, false).verify();
      long size = head.seal().get().endPosition();
      progress.segmentDone(size);
      remember(new VerifiedPosition(head.identity(), head.continuation().orElseThrow()));
      return size;
    } catch (IOException e) {
      return failed(file, StorageErrors.translate(e, file.path(), "verify"), findings);
    } catch (StorageException | CompatibilityException e) {
      return failed(file, e, findings);
    }
  }

  /** Reported and passed over; the next round is at it again. */
  private long failed(SegmentFile file, JournalException failure, Findings findings) {
    Interruption.translate(failure);
    if (Files.exists(file.path())) {
      boolean unreadable = failure.getCause() instanceof IOException;
      findings.problem(unreadable ? Kind.UNREADABLE : Kind.HEAD, file, 0, failure.getMessage());
      remember(VerifiedPosition.behindUnread(file.firstSequence()));
    }
    return 0;
  }

  private void checkOrder(SegmentHead head, Findings findings) {
    if (position != null && !position.isRead()) {
      return; // what it has to continue is not known
    }
    String wrong =
        position == null
            ? SegmentOrder.checkFirst(head.identity())
            : SegmentOrder.checkNext(position.segment(), position.end(), head.identity());
    if (wrong != null) {
      findings.problem(Kind.SEGMENT_ORDER, head.file(), 0, wrong);
    }
  }

  private void remember(VerifiedPosition reached) {
    position = reached;
    if (stateFile == null) {
      return;
    }
    try {
      if (reached == null) {
        Files.deleteIfExists(stateFile);
      } else {
        reached.write(stateFile);
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, stateFile, "write verification state");
    }
  }
}
