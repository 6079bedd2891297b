package io.semj.recovery.upkeep;

import io.semj.core.storage.DirectoryLock;
import io.semj.core.storage.FileCopies;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SealedSegmentReader;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.StorageErrors;
import io.semj.error.ConfigurationException;
import io.semj.error.ConsistencyException;
import io.semj.recovery.work.WorkControl;
import io.semj.recovery.work.WorkListener;
import io.semj.recovery.work.WorkMeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Takes closed segments out of a journal, oldest first: into another directory, where {@link
 * ArchivedJournal} reads them together with the journal, or over to a {@link SegmentTaker}. The
 * newest segment always stays. It works on a closed journal and beside a writer; readers that have
 * a segment open read it to its end.
 *
 * <p>A segment is proved whole, copied, forced, the copy is proved whole, and only then the segment
 * is removed from the journal. Cut short at any point, every segment is in the journal, in the
 * archive, or in both, and archiving again goes on. Damage ends it with nothing removed. While it
 * runs, it holds the maintenance lock. One thread.
 */
public final class Archiver {
  private final JournalDirectory directory;
  private WorkListener listener = WorkListener.NONE;
  private WorkControl control = new WorkControl();
  private long through = Long.MAX_VALUE;

  /**
   * An archiver of the journal in a directory.
   *
   * @param directory of the journal
   * @throws io.semj.error.JournalNotFoundException when there is no such directory
   */
  public Archiver(Path directory) {
    this.directory = JournalDirectory.existing(directory);
  }

  /**
   * Takes only segments that end at or before a sequence.
   *
   * @param lastSequence the last one that may go
   * @return this
   */
  public Archiver through(long lastSequence) {
    through = lastSequence;
    return this;
  }

  /**
   * Asks for progress, in bytes of the segments to be archived.
   *
   * @param progress hears it
   * @return this
   */
  public Archiver onProgress(WorkListener progress) {
    listener = progress;
    return this;
  }

  /**
   * Lets another thread hold or end the work.
   *
   * @param workControl is asked before every block
   * @return this
   */
  public Archiver control(WorkControl workControl) {
    control = workControl;
    return this;
  }

  /**
   * Moves segments to another directory.
   *
   * @param archive of this journal alone; made when it is not there
   * @return what was moved
   * @throws io.semj.error.CorruptionException when a segment or its copy is damaged
   * @throws ConfigurationException when the archive is the journal's own directory
   * @throws ConsistencyException when the archive is of another journal
   * @throws io.semj.error.JournalLockedException when something else is at work on the segments
   * @throws io.semj.error.StorageException when the archive cannot be written
   */
  public ArchiveReport moveTo(Path archive) {
    JournalDirectory target = JournalDirectory.create(archive);
    requireElsewhere(target);
    return archive(head -> copy(head, target));
  }

  /** A copy that replaced its own original would be removed with it. */
  private void requireElsewhere(JournalDirectory archive) {
    try {
      if (Files.isSameFile(archive.path(), directory.path())) {
        throw new ConfigurationException(
            "archive", "a journal cannot be archived into its own directory", archive.path());
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, archive.path(), "look at archive");
    }
  }

  /**
   * Hands segments over.
   *
   * @param taker stores each of them
   * @return what was taken
   * @throws io.semj.error.CorruptionException when a segment is damaged; it was not handed over
   * @throws io.semj.error.JournalLockedException when something else is at work on the segments
   * @throws io.semj.error.StorageException when the taker failed
   */
  public ArchiveReport handOver(SegmentTaker taker) {
    return archive(head -> taker.take(head.file().path()));
  }

  private interface Step {
    boolean store(SegmentHead head) throws IOException;
  }

  private ArchiveReport archive(Step step) {
    try {
      DirectoryLock lock = MaintenanceLock.acquire(directory, control);
      try {
        return archiveAll(step);
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, directory.path(), "archive");
    }
  }

  private ArchiveReport archiveAll(Step step) throws IOException {
    List<SegmentHead> heads =
        ClosedSegments.behindTheLast(directory).stream()
            .takeWhile(head -> head.continuation().orElseThrow().sequence() <= through)
            .toList();
    SegmentsProgress progress = new SegmentsProgress(new WorkMeter(listener), control);
    progress.begin("archive", heads.stream().mapToLong(ClosedSegments::size).sum());
    List<Path> gone = new ArrayList<>();
    long bytes = 0;
    long events = 0;
    long last = 0;
    for (SegmentHead head : heads) {
      prove(head.file(), progress);
      long size = ClosedSegments.size(head);
      if (!step.store(head)) {
        break;
      }
      Files.delete(head.file().path());
      directory.sync();
      progress.segmentDone(size);
      gone.add(head.file().path());
      bytes += size;
      events += head.seal().orElseThrow().eventCount();
      last = head.continuation().orElseThrow().sequence();
    }
    progress.end();
    return new ArchiveReport(directory.path(), gone, bytes, events, last);
  }

  private boolean copy(SegmentHead head, JournalDirectory archive) throws IOException {
    requireSameJournal(head, archive);
    Path copy = archive.resolve(head.file().name());
    FileCopies.copy(head.file().path(), copy);
    SegmentFile copied = new SegmentFile(copy, head.file().firstSequence());
    prove(copied, null);
    SegmentHead stored = SegmentHead.read(copied);
    if (!stored.seal().equals(head.seal()) || !stored.reanchor().equals(head.reanchor())) {
      throw new ConsistencyException("copy differs from the segment: file=" + copy);
    }
    return true;
  }

  private static void requireSameJournal(SegmentHead head, JournalDirectory archive) {
    List<SegmentFile> there = archive.segments();
    if (there.isEmpty()) {
      return;
    }
    UUID expected = head.identity().journalId();
    UUID actual = SegmentHead.read(there.get(there.size() - 1)).identity().journalId();
    if (!actual.equals(expected)) {
      throw new ConsistencyException(
          "archive is of another journal: directory="
              + archive.path()
              + ", expected="
              + expected
              + ", actual="
              + actual);
    }
  }

  private void prove(SegmentFile file, SegmentsProgress progress) {
    try (SealedSegmentReader reader = SealedSegmentReader.open(file)) {
      while (reader.nextBlock()) {
        while (reader.nextRecord()) {
          if (progress != null) {
            progress.event();
          }
        }
        control.check();
        if (progress != null) {
          progress.at(reader.position());
        }
      }
    }
  }
}
