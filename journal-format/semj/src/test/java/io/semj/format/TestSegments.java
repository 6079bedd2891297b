package io.semj.format;

/** A segment header and a seal for tests, with a value of its own in every field. */
final class TestSegments {
  private static final long TIME_NANOS = 1_700_000_000_123_456_789L;

  private TestSegments() {}

  static SegmentHeader header() {
    JournalHeader journal =
        JournalHeader.builder()
            .versionMinor(0)
            .totalEvents(0x0102030405060708L)
            .nextEventId(0x1112131415161718L)
            .journalSize(0x2122232425262728L)
            .indexOffset(0x3132333435363738L)
            .flags(0x4142)
            .compressionAlgorithm(2)
            .encryptionAlgorithm(0x51525354)
            .lastCheckpointSequence(0x6162636465666768L)
            .lastKernelSyncSequence(0x7172737475767778L)
            .creationTimestamp(1_700_000_000L)
            .modificationTimestamp(1_700_000_001L)
            .build();
    ChainDigest anchor = ChainDigest.of(TestBlocks.ANCHOR);
    SegmentIdentity identity =
        new SegmentIdentity(
            TestBlocks.JOURNAL_ID, TestBlocks.GENERATION, 41, 5, anchor, 512, 8, TIME_NANOS);
    return new SegmentHeader(journal, identity);
  }

  static SegmentSeal seal() {
    byte[] digest = new byte[ChainDigest.LENGTH];
    for (int i = 0; i < digest.length; i++) {
      digest[i] = (byte) (i + 1);
    }
    return new SegmentSeal(
        65_536,
        60_000,
        12,
        345,
        385,
        ChainDigest.of(digest),
        TIME_NANOS + 60_000_000_000L,
        -5,
        1_700_000_059_000_000_000L);
  }
}
