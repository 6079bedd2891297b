package io.semj.format;

import java.util.concurrent.TimeUnit;

/**
 * All that the first 512 bytes of a segment say, except its seal.
 *
 * @param journal the journal header
 * @param identity the segment descriptor
 */
public record SegmentHeader(JournalHeader journal, SegmentIdentity identity) {
  /**
   * The header of a segment that is created now: live, without any event.
   *
   * @param identity what the segment is
   * @param compression what its writer is set to compress with
   * @return the header
   */
  public static SegmentHeader live(SegmentIdentity identity, BlockCompression compression) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(identity.creationTimeNanos());
    JournalHeader journal =
        JournalHeader.builder()
            .nextEventId(identity.firstSequence())
            .journalSize(identity.dataOffset())
            .compressionAlgorithm(compression.code())
            .creationTimestamp(seconds)
            .modificationTimestamp(seconds)
            .build();
    return new SegmentHeader(journal, identity);
  }

  /**
   * The same header, naming the newest checkpoint there is.
   *
   * @param sequence that the checkpoint covers, 0 for none
   * @return the header
   */
  public SegmentHeader withLastCheckpoint(long sequence) {
    return new SegmentHeader(
        journal.toBuilder().lastCheckpointSequence(sequence).build(), identity);
  }

  /**
   * The same header, naming the last event that came from the kernel.
   *
   * @param sequence that it has there, 0 for none
   * @return the header
   */
  public SegmentHeader withLastKernelSync(long sequence) {
    return new SegmentHeader(
        journal.toBuilder().lastKernelSyncSequence(sequence).build(), identity);
  }

  /**
   * The header that the segment has once it is sealed.
   *
   * @param seal what the segment holds
   * @return with the flag set, the totals exact and everything else as it is here
   */
  public SegmentHeader sealed(SegmentSeal seal) {
    JournalHeader sealed =
        journal.toBuilder()
            .flags(journal.flags() | SegmentDescriptor.FLAG_SEALED)
            .totalEvents(seal.eventCount())
            .nextEventId(seal.lastSequence() + 1)
            .journalSize(seal.endPosition())
            .modificationTimestamp(TimeUnit.NANOSECONDS.toSeconds(seal.sealTimeNanos()))
            .build();
    return new SegmentHeader(sealed, identity);
  }

  /**
   * The header of the segment once it was rewritten.
   *
   * @return with the flag set and everything else as it is here
   */
  public SegmentHeader reanchored() {
    int flags = journal.flags() | SegmentDescriptor.FLAG_REANCHORED;
    return new SegmentHeader(journal.toBuilder().flags(flags).build(), identity);
  }

  /**
   * Whether the segment is complete.
   *
   * @return true if its totals are exact
   */
  public boolean isSealed() {
    return journal.isSealed();
  }
}
