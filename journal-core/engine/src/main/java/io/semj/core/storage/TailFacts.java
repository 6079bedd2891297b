package io.semj.core.storage;

import io.semj.format.BlockVerdict;

/**
 * What a scan found at the end of a segment that was not closed properly.
 *
 * @param end behind the last block that proves itself
 * @param verdict on what comes there
 * @param fileSize of the segment in bytes
 * @param lastUsedByte the position behind the last byte that is not zero, at least the end
 * @param durableSequence up to where events were acknowledged as durable, by the durable mark and
 *     by the blocks found before and behind the end
 */
public record TailFacts(
    JournalPosition end,
    BlockVerdict verdict,
    long fileSize,
    long lastUsedByte,
    long durableSequence) {
  /**
   * How many bytes behind the end are something.
   *
   * @return 0 when the log ends cleanly
   */
  public long tornBytes() {
    return lastUsedByte - end.endPosition();
  }

  TailFacts withDurable(long sequence) {
    return new TailFacts(end, verdict, fileSize, lastUsedByte, sequence);
  }
}
