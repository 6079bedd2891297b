package io.semj.core.storage;

import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.format.SegmentIdentity;
import java.io.IOException;
import java.util.List;

/**
 * Tells what it is when no block begins where one should, in a segment that is not sealed: the end,
 * with what a crash left behind it, or damage to events that were acknowledged. It tells that as
 * opening for writing does: by the durable mark, and by the blocks and seals behind that place,
 * which say what was durable when they were written. One thread.
 */
public final class TornTail {
  private static final long NOTHING = -1;

  private final SegmentFile segment;
  private final SegmentIdentity identity;
  private long position = NOTHING;
  private long durableBehind;
  private List<SegmentFile> looked = List.of();
  private long durableLater;

  /**
   * For one segment.
   *
   * @param segment the segment
   * @param identity of it
   */
  public TornTail(SegmentFile segment, SegmentIdentity identity) {
    this.segment = segment;
    this.identity = identity;
  }

  /**
   * Whether nothing is known to have been acknowledged at a place or behind it. Cheap enough to ask
   * again and again: what lies behind a place is looked at once.
   *
   * @param place where no block begins
   * @param lastSequence of the block before it; what is less than the segment's first counts as
   *     none of them
   * @param segments of the journal: those behind this one count too
   * @return whether the place is the end
   * @throws IOException when reading failed
   */
  public boolean beginsAt(long place, long lastSequence, List<SegmentFile> segments)
      throws IOException {
    long last = Math.max(lastSequence, identity.firstSequence() - 1);
    return marked() <= last && durableBehind(place) <= last && durableLater(segments) <= last;
  }

  private long marked() throws IOException {
    JournalDirectory directory = JournalDirectory.existing(segment.path().getParent());
    return DurableMark.read(directory, SegmentIdentity.journalIdBytes(identity.journalId()))
        .map(JournalPosition::sequence)
        .orElse(0L);
  }

  private long durableBehind(long place) throws IOException {
    if (place != position) {
      durableBehind = BehindEnd.of(segment.path(), identity.generation(), place).durableSequence();
      position = place;
    }
    return durableBehind;
  }

  private long durableLater(List<SegmentFile> segments) throws IOException {
    List<SegmentFile> later =
        segments.stream().filter(file -> file.firstSequence() > segment.firstSequence()).toList();
    if (!later.equals(looked)) {
      long durable = 0;
      for (SegmentFile file : later) {
        if (!SegmentHead.isBlank(file)) {
          durable = Math.max(durable, BehindEnd.acknowledgedIn(SegmentHead.read(file)));
        }
      }
      durableLater = durable;
      looked = later;
    }
    return durableLater;
  }
}
