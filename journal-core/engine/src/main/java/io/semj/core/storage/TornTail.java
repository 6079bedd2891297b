package io.semj.core.storage;

import io.semj.format.SegmentIdentity;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Tells what bytes are that are no block, in a last segment that is not sealed: what a crash left
 * behind the end, or damage to events that were acknowledged. It tells that as opening for writing
 * does: by the durable mark, and by the valid blocks behind these bytes, which say what was durable
 * when they were written. One thread.
 */
public final class TornTail {
  private static final long NOTHING = -1;

  private final Path file;
  private final SegmentIdentity identity;
  private long position = NOTHING;
  private long durableBehind;

  /**
   * For one segment.
   *
   * @param file of it
   * @param identity of it
   */
  public TornTail(Path file, SegmentIdentity identity) {
    this.file = file;
    this.identity = identity;
  }

  /**
   * Whether nothing is known to have been acknowledged at a place or behind it. Cheap enough to ask
   * again and again: what lies behind a place is looked at once.
   *
   * @param place where no block begins
   * @param lastSequence of the block before it; what is less than the segment's first counts as
   *     none of them
   * @return whether the place is the end
   * @throws IOException when reading failed
   */
  public boolean beginsAt(long place, long lastSequence) throws IOException {
    long last = Math.max(lastSequence, identity.firstSequence() - 1);
    return marked() <= last && durableBehind(place) <= last;
  }

  private long marked() throws IOException {
    return DurableMark.read(
            JournalDirectory.existing(file.getParent()),
            SegmentIdentity.journalIdBytes(identity.journalId()))
        .map(JournalPosition::sequence)
        .orElse(0L);
  }

  private long durableBehind(long place) throws IOException {
    if (place != position) {
      durableBehind = BehindEnd.of(file, identity.generation(), place).durableSequence();
      position = place;
    }
    return durableBehind;
  }
}
