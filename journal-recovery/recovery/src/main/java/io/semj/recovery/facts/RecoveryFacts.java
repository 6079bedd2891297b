package io.semj.recovery.facts;

import io.semj.core.storage.JournalPosition;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What is known of a journal before anything is decided. Immutable.
 *
 * @param directory of the journal
 * @param thorough whether all blocks were looked at, or the heads of segments only
 * @param lockHeld whether a writer holds the journal
 * @param intentStands whether a recovery was begun and not finished
 * @param journalId of the journal, when anything tells it
 * @param segments in the order of their names
 * @param mark how far events were noted to be durable
 * @param lastKnown the highest sequence, block and digest that anything tells of
 * @param acknowledged up to this sequence events were acknowledged as durable, or dropped
 * @param lost what was acknowledged, or lies before what is there, and is not there; known only
 *     when the facts are thorough
 * @param checkpoints that there are
 * @param ring that an earlier process left behind
 */
public record RecoveryFacts(
    Path directory,
    boolean thorough,
    boolean lockHeld,
    boolean intentStands,
    Optional<UUID> journalId,
    List<SegmentFacts> segments,
    Optional<JournalPosition> mark,
    Continuation lastKnown,
    long acknowledged,
    LostSequences lost,
    CheckpointFacts checkpoints,
    Optional<RingFacts> ring) {
  /** Makes the list unmodifiable. */
  public RecoveryFacts {
    segments = List.copyOf(segments);
  }

  /**
   * The segments that belong to the journal.
   *
   * @return without those of other journals
   */
  public List<SegmentFacts> own() {
    return segments.stream().filter(segment -> segment.alien().isEmpty()).toList();
  }

  /**
   * The last event that is there.
   *
   * @return its sequence, 0 when there is none; known only when the facts are thorough
   */
  public long lastSequence() {
    return own().stream().mapToLong(s -> s.contents().lastSequence()).max().orElse(0);
  }

  /**
   * How many events prove themselves.
   *
   * @return a count; known only when the facts are thorough
   */
  public long events() {
    return own().stream().mapToLong(s -> s.contents().events()).sum();
  }

  /**
   * How many bytes the segments have.
   *
   * @return of all files
   */
  public long bytes() {
    return segments.stream().mapToLong(SegmentFacts::bytes).sum();
  }
}
