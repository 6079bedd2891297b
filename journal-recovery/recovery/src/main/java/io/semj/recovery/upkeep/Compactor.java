package io.semj.recovery.upkeep;

import io.semj.core.filter.RecordFilter;
import io.semj.core.storage.DirectoryLock;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.SealedSegmentReader;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.StorageErrors;
import io.semj.recovery.upkeep.LatestKey.KeyHash;
import io.semj.recovery.work.WorkControl;
import io.semj.recovery.work.WorkListener;
import io.semj.recovery.work.WorkMeter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Compacts a journal: writes closed segments anew, one to one, without the events that are not to
 * be kept, or stored with another compression. Sequences stay what they are and are never given out
 * again; the chain is anchored anew in each segment, with a record that says so.
 *
 * <p>It works on a closed journal and beside a writer, in this process or another, and does not
 * disturb readers: whoever has a segment open reads the old file to its end. Each segment is
 * replaced in one step, so a compaction that is cut short, killed or cancelled leaves every segment
 * either as it was or compacted, and may be run again: what is compacted already is left alone. A
 * segment that is damaged is refused and left as it is; those before it stay compacted. While it
 * runs, it holds the maintenance lock: retention waits for it.
 *
 * <p>Memory: the largest block there is, a few times, and for latest-per-key the table of keys
 * ({@link Compaction#withMaxKeys}). One thread.
 */
public final class Compactor {
  private final JournalDirectory directory;
  private final Compaction compaction;
  private WorkListener listener = WorkListener.NONE;
  private WorkControl control = new WorkControl();

  /**
   * A compactor of the journal in a directory.
   *
   * @param directory of the journal
   * @param compaction what to do
   * @throws io.semj.error.JournalNotFoundException when there is no such directory
   */
  public Compactor(Path directory, Compaction compaction) {
    this.directory = JournalDirectory.existing(directory);
    this.compaction = compaction;
  }

  /**
   * Asks for progress, in bytes of the closed segments.
   *
   * @param progress hears it
   * @return this
   */
  public Compactor onProgress(WorkListener progress) {
    listener = progress;
    return this;
  }

  /**
   * Lets another thread hold or end the compaction.
   *
   * @param workControl is asked before every block
   * @return this
   */
  public Compactor control(WorkControl workControl) {
    control = workControl;
    return this;
  }

  /**
   * Tells what a compaction would do, exactly, at the cost of reading and compressing; changes
   * nothing.
   *
   * @return the report, with the sizes that the segments would have
   * @throws io.semj.error.CorruptionException when a segment is damaged
   * @throws io.semj.error.ResourceExhaustedException when there are more keys than allowed
   */
  public CompactionReport plan() {
    return compact(true);
  }

  /**
   * Compacts.
   *
   * @return what was done
   * @throws io.semj.error.CorruptionException when a segment is damaged; it was not changed
   * @throws io.semj.error.JournalLockedException when something else is at work on the closed
   *     segments
   * @throws io.semj.error.ResourceExhaustedException when there are more keys than allowed; nothing
   *     was changed
   * @throws io.semj.error.WorkCancelledException when it was cancelled
   */
  public CompactionReport run() {
    try {
      DirectoryLock lock = MaintenanceLock.acquire(directory, control);
      try {
        return compact(false);
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, directory.path(), "release maintenance lock");
    }
  }

  private CompactionReport compact(boolean dryRun) {
    List<SegmentHead> heads = ClosedSegments.sealed(directory);
    long total = heads.stream().mapToLong(ClosedSegments::size).sum();
    SegmentsProgress progress = new SegmentsProgress(new WorkMeter(listener), control);
    RecordFilter keep = filter(heads, total, progress);
    List<CompactionReport.Segment> done = new ArrayList<>();
    progress.begin(dryRun ? "plan compaction" : "compact", total);
    for (SegmentHead head : heads) {
      SegmentCompaction one = new SegmentCompaction(directory, compaction, keep, progress);
      done.add(one.compact(head, dryRun));
    }
    progress.end();
    return new CompactionReport(directory.path(), dryRun, done);
  }

  /** What is to be kept; null for all. */
  private RecordFilter filter(List<SegmentHead> heads, long total, SegmentsProgress progress) {
    if (compaction.latest().isEmpty()) {
      return compaction.keep().orElse(null);
    }
    LatestKey key = compaction.latest().get();
    LatestTable table = new LatestTable(compaction.maxKeys());
    KeyHash hash = new KeyHash();
    progress.begin("find latest", total);
    for (SegmentHead head : heads) {
      try (SealedSegmentReader reader = SealedSegmentReader.open(head.file())) {
        while (reader.nextBlock()) {
          while (reader.nextRecord()) {
            if (key.read(reader.record(), hash)) {
              table.put(hash, reader.record().userspaceSequence());
            }
            progress.event();
          }
          progress.at(reader.position());
        }
        progress.segmentDone(reader.position());
      }
    }
    progress.end();
    return record -> !key.read(record, hash) || table.get(hash) == record.userspaceSequence();
  }
}
