package io.semj.recovery.upkeep;

import io.semj.core.JournalReader;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentListing;
import io.semj.recovery.IntegrityReport;
import io.semj.recovery.IntegrityVerifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A journal and its archive as one: the segments of both, in order, each once, also while segments
 * are being moved from one to the other. A segment that is in both is taken from the journal.
 * Stateless; safe for use by many threads, its readers by one each.
 */
public final class ArchivedJournal implements SegmentListing {
  private final JournalDirectory live;
  private final JournalDirectory archive;

  /**
   * A journal with an archive.
   *
   * @param live directory of the journal
   * @param archive directory its older segments were moved to
   * @throws io.semj.error.JournalNotFoundException when one of them is not there
   */
  public ArchivedJournal(Path live, Path archive) {
    this.live = JournalDirectory.existing(live);
    this.archive = JournalDirectory.existing(archive);
  }

  /**
   * Reads archive and journal as one stream, going on while a writer writes.
   *
   * @param fromSequence the first sequence to read
   * @return a reader; it throws {@link io.semj.error.ConsistencyException} where events are missing
   */
  public JournalReader reader(long fromSequence) {
    return JournalReader.open(this, fromSequence);
  }

  /**
   * Verifies archive and journal as one, the chain across their border included.
   *
   * @return what was found
   */
  public IntegrityReport verify() {
    return new IntegrityVerifier(live.path(), this).verify();
  }

  /** The journal's are listed first: what is moved meanwhile is then found in the archive. */
  @Override
  public List<SegmentFile> segments() {
    List<SegmentFile> ofJournal = live.segments();
    Map<Long, SegmentFile> all = new TreeMap<>();
    archive.segments().forEach(file -> all.put(file.firstSequence(), file));
    ofJournal.forEach(file -> all.put(file.firstSequence(), file));
    return new ArrayList<>(all.values());
  }

  @Override
  public Path path() {
    return live.path();
  }
}
