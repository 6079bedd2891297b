package io.semj.recovery.facts;

import io.semj.core.checkpoint.Checkpoint;
import io.semj.core.checkpoint.DamagedCheckpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the checkpoints.
 *
 * @param good the newest first: sound, and fit for the journal
 * @param ahead sound, and of events that the journal does not have, or has given a different
 *     history since, or of another journal
 * @param outlived sound, and of no use any more: events behind them were removed, as by retention
 * @param damaged ones
 */
public record CheckpointFacts(
    List<Checkpoint> good,
    List<Checkpoint> ahead,
    List<Checkpoint> outlived,
    List<DamagedCheckpoint> damaged) {
  /** Makes the lists unmodifiable. */
  public CheckpointFacts {
    good = List.copyOf(good);
    ahead = List.copyOf(ahead);
    outlived = List.copyOf(outlived);
    damaged = List.copyOf(damaged);
  }

  /**
   * The newest one that can be used.
   *
   * @return a checkpoint, or none
   */
  public Optional<Checkpoint> newest() {
    return good.stream().findFirst();
  }

  /**
   * The newest one that can be used for a state of no more than some events.
   *
   * @param sequence the last event
   * @return a checkpoint, or none
   */
  public Optional<Checkpoint> newestUpTo(long sequence) {
    return good.stream().filter(checkpoint -> checkpoint.sequence() <= sequence).findFirst();
  }

  /**
   * The files that hold state the journal does not reach.
   *
   * @param sequence that the journal ends with
   * @return files of checkpoints above it
   */
  public List<Path> filesAbove(long sequence) {
    return good.stream().filter(c -> c.sequence() > sequence).map(Checkpoint::file).toList();
  }
}
