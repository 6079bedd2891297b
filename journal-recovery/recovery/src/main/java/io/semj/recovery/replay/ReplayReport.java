package io.semj.recovery.replay;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a replay did. Immutable.
 *
 * @param directory of the journal
 * @param outcome how it ended
 * @param reason why it stopped, if it did
 * @param counts how much was read and handled
 * @param eventsByType how many events were wanted of each type, by name; only of a dry run
 * @param findingCounts how many findings there are of each kind
 * @param findings in the order in which they were met; at most {@link #MOST_LISTED} of them
 * @param deadLetters events that the handler could not take; at most as many as asked for
 * @param position the last sequence up to which everything is handled
 * @param elapsed how long it took
 */
public record ReplayReport(
    Path directory,
    Outcome outcome,
    Optional<String> reason,
    Counts counts,
    Map<String, Long> eventsByType,
    Map<ReplayFinding.Kind, Long> findingCounts,
    List<ReplayFinding> findings,
    List<DeadLetter> deadLetters,
    long position,
    Duration elapsed) {
  /** How many findings are listed one by one; all are counted. */
  public static final int MOST_LISTED = 1_000;

  private static final double NANOS_PER_SECOND = 1e9;

  /** How a replay ended. */
  public enum Outcome {
    /** It did not end yet. */
    RUNNING,
    /** Everything there was has been replayed, dead letters and lost events aside. */
    COMPLETED,
    /** Damage, an error, a cancellation or a time limit ended it. */
    STOPPED
  }

  /**
   * How much was read and handled.
   *
   * @param blocks read
   * @param read events in the range
   * @param wanted events of these that the filter wants
   * @param handled events that the handler took
   * @param deadLetters events that it did not
   * @param barriers events that all workers waited for
   * @param lost events that damage took, as far as they could be counted
   * @param firstSequence of the events read, 0 when there was none
   * @param lastSequence of the events read, 0 when there was none
   */
  public record Counts(
      long blocks,
      long read,
      long wanted,
      long handled,
      long deadLetters,
      long barriers,
      long lost,
      long firstSequence,
      long lastSequence) {}

  /** Makes the lists unmodifiable. */
  public ReplayReport {
    eventsByType = Map.copyOf(eventsByType);
    findingCounts = Map.copyOf(findingCounts);
    findings = List.copyOf(findings);
    deadLetters = List.copyOf(deadLetters);
  }

  /**
   * Whether everything was replayed, and nothing was found.
   *
   * @return whether it completed without findings or dead letters
   */
  public boolean isClean() {
    return outcome == Outcome.COMPLETED && findingCounts.isEmpty() && counts.deadLetters() == 0;
  }

  /**
   * The mean rate of reading.
   *
   * @return events per second
   */
  public double eventsPerSecond() {
    return elapsed.isZero() ? 0 : counts.read() * NANOS_PER_SECOND / elapsed.toNanos();
  }

  /**
   * The report for machines.
   *
   * @return a JSON object on one line
   */
  public String toJson() {
    return ReplayReportText.json(this);
  }

  /** A few lines for a person. */
  @Override
  public String toString() {
    return ReplayReportText.text(this);
  }
}
