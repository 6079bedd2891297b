package io.semj.recovery.upkeep;

import io.semj.core.JournalClock;
import io.semj.core.RetentionPolicy;
import io.semj.core.engine.ClosedSegment;
import io.semj.core.engine.Retention;
import io.semj.core.storage.DirectoryLock;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.StorageErrors;
import io.semj.recovery.JsonText;
import io.semj.recovery.work.WorkControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

/**
 * What a retention policy would remove from a journal as it is now: told first, and done when
 * asked. It decides as an open journal does. The newest segment always stays: an opening goes on
 * behind it. Immutable; a journal may be open meanwhile.
 */
public final class RetentionPlan {
  private final JournalDirectory directory;
  private final RetentionPolicy policy;
  private final List<ClosedSegment> removals;
  private final int left;

  private RetentionPlan(
      JournalDirectory directory, RetentionPolicy policy, List<ClosedSegment> removals, int left) {
    this.directory = directory;
    this.policy = policy;
    this.removals = List.copyOf(removals);
    this.left = left;
  }

  /**
   * Looks at a journal.
   *
   * @param directory of the journal
   * @param policy to hold against it
   * @return what would go now
   * @throws io.semj.error.JournalNotFoundException when there is no such directory
   */
  public static RetentionPlan of(Path directory, RetentionPolicy policy) {
    return of(directory, policy, JournalClock.system().epochNanos());
  }

  /**
   * Looks at a journal as at another time.
   *
   * @param directory of the journal
   * @param policy to hold against it
   * @param nowNanos since 1970, what ages are counted to
   * @return what would go then
   * @throws io.semj.error.JournalNotFoundException when there is no such directory
   */
  public static RetentionPlan of(Path directory, RetentionPolicy policy, long nowNanos) {
    return plan(JournalDirectory.existing(directory), policy, nowNanos);
  }

  private static RetentionPlan plan(
      JournalDirectory directory, RetentionPolicy policy, long nowNanos) {
    try {
      List<ClosedSegment> closed = new ArrayList<>();
      for (SegmentHead head : ClosedSegments.behindTheLast(directory)) {
        closed.add(closed(head));
      }
      List<SegmentFile> files = directory.segments();
      long live = 0;
      for (SegmentFile file : files.subList(closed.size(), files.size())) {
        live += Files.size(file.path());
      }
      long usable = Files.getFileStore(directory.path()).getUsableSpace();
      List<ClosedSegment> go =
          Retention.plan(closed, policy, new Retention.Facts(nowNanos, live, usable));
      return new RetentionPlan(directory, policy, go, files.size() - go.size());
    } catch (IOException e) {
      throw StorageErrors.translate(e, directory.path(), "plan retention");
    }
  }

  private static ClosedSegment closed(SegmentHead head) throws IOException {
    Path path = head.file().path();
    JournalPosition end = head.continuation().orElseThrow();
    long modified = Files.getLastModifiedTime(path).to(TimeUnit.NANOSECONDS);
    return new ClosedSegment(
        path,
        head.identity().firstSequence(),
        end.sequence(),
        Files.size(path),
        Math.max(modified, end.totals().maxTimestamp()));
  }

  /**
   * What goes.
   *
   * @return the segments, oldest first
   */
  public List<ClosedSegment> removals() {
    return removals;
  }

  /**
   * How much space that frees.
   *
   * @return bytes
   */
  public long freedBytes() {
    return removals.stream().mapToLong(ClosedSegment::bytes).sum();
  }

  /**
   * Removes what the policy lets go now: what this plan tells, and what has come to it since.
   *
   * @return what was removed
   * @throws io.semj.error.JournalLockedException when something else is at work on the segments
   * @throws io.semj.error.StorageException when a segment cannot be removed; those before it are
   *     gone
   */
  public RetentionPlan apply() {
    try {
      DirectoryLock lock = MaintenanceLock.acquire(directory, new WorkControl());
      try {
        RetentionPlan now = plan(directory, policy, JournalClock.system().epochNanos());
        for (ClosedSegment segment : now.removals) {
          Files.deleteIfExists(segment.path());
        }
        directory.sync();
        return now;
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, directory.path(), "apply retention");
    }
  }

  /**
   * The plan for machines.
   *
   * @return a JSON object in one line
   */
  public String toJson() {
    JsonText list = JsonText.array();
    for (ClosedSegment segment : removals) {
      list.add(
          JsonText.object()
              .put("file", segment.path().toString())
              .put("first_sequence", segment.firstSequence())
              .put("last_sequence", segment.lastSequence())
              .put("bytes", segment.bytes()));
    }
    return JsonText.object()
        .put("directory", directory.path().toString())
        .put("segments_removed", removals.size())
        .put("segments_left", left)
        .put("bytes_freed", freedBytes())
        .put("removals", list)
        .toString();
  }

  /** A few lines for a person. */
  @Override
  public String toString() {
    StringJoiner lines = new StringJoiner("\n");
    lines.add(
        String.format(
            Locale.ROOT,
            "retention of %s: %,d segments go, %,d stay, %,d bytes freed",
            directory.path(),
            removals.size(),
            left,
            freedBytes()));
    for (ClosedSegment segment : removals) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %s: sequences %d to %d, %,d bytes",
              segment.path().getFileName(),
              segment.firstSequence(),
              segment.lastSequence(),
              segment.bytes()));
    }
    return lines.toString();
  }
}
