package io.semj.recovery;

import java.nio.file.Path;
import java.util.List;

/**
 * What a verification found. Immutable.
 *
 * @param directory of the journal
 * @param totals what was found sound
 * @param gaps sequences that were dropped, and why; at most {@link #MOST_LISTED} of them, and none
 *     of rewritten segments
 * @param gapCount how many gaps there are
 * @param droppedEvents how many sequences were dropped, those of rewritten segments included
 * @param rewritten segments that were rewritten; at most {@link #MOST_LISTED} of them
 * @param rewrittenCount how many segments were rewritten
 * @param removedEvents how many events were taken out of all of them
 * @param problems in the order in which they were met; at most {@link #MOST_LISTED} of them
 * @param problemCount how many problems there are
 */
public record IntegrityReport(
    Path directory,
    Totals totals,
    List<SequenceGap> gaps,
    long gapCount,
    long droppedEvents,
    List<RewrittenSegment> rewritten,
    long rewrittenCount,
    long removedEvents,
    List<IntegrityProblem> problems,
    long problemCount) {
  /** How many gaps and problems are listed one by one; all are counted. */
  public static final int MOST_LISTED = 1_000;

  /** Makes the lists unmodifiable. */
  public IntegrityReport {
    gaps = List.copyOf(gaps);
    rewritten = List.copyOf(rewritten);
    problems = List.copyOf(problems);
  }

  /**
   * What was found sound.
   *
   * @param segments how many, sealed or not
   * @param sealedSegments how many of them are sealed
   * @param blocks whose checksum and chain hold
   * @param lightBlocks how many of them are chained by their checksum alone ({@link
   *     io.semj.format.ChainMode#CRC32}), so that changes on purpose do not show
   * @param events whose checksum and place hold
   * @param storedBytes of these blocks, as they lie in the files
   * @param uncompressedBytes of the records in them
   * @param firstSequence of the oldest event, 0 when there is none
   * @param lastSequence of the newest event, 0 when there is none
   */
  public record Totals(
      long segments,
      long sealedSegments,
      long blocks,
      long lightBlocks,
      long events,
      long storedBytes,
      long uncompressedBytes,
      long firstSequence,
      long lastSequence) {}

  /**
   * Whether every segment, block, record, sequence and link of the chain is as it must be.
   *
   * @return true when there is no problem; dropped sequences and rewritten segments are none
   */
  public boolean isSound() {
    return problemCount == 0;
  }

  /** A few lines for a person. */
  @Override
  public String toString() {
    return ReportText.of(this);
  }
}
