package io.semj.core;

import io.semj.core.ring.SlotSizes;
import java.time.Duration;

/** What the settings of a configuration must be, alone and together. */
final class ConfigRules {
  private static final long MIN_SEGMENT_BYTES = 1L << 20;
  private static final long MAX_SEGMENT_BYTES = 1L << 40;

  /** One buffer holds the ring. */
  private static final long MOST_RING_BYTES = 1L << 30;

  private static final int MIN_RING = 64;
  private static final int MAX_RING = 1 << 24;
  private static final int MIN_SLOT_BYTES = 256;
  private static final int MAX_SLOT_BYTES = 64 << 10;
  private static final long PAGE = 4_096;

  /** What the journal needs besides the ring: batch, block and large-event buffers. */
  private static final long WORKING_BYTES = 16L << 20;

  /** All are looked at whenever one is made. */
  private static final int MOST_CHECKPOINTS = 1_000;

  private static final Duration LONGEST_FLUSH_INTERVAL = Duration.ofHours(1);

  private ConfigRules() {}

  static void check(JournalConfigBuilder builder) {
    checkPresence(builder);
    checkStorage(builder);
    checkRing(builder);
    Checks.upTo(Setting.FLUSH_INTERVAL, builder.flushInterval, LONGEST_FLUSH_INTERVAL);
    Checks.zeroOrPositive(Setting.CHECKPOINT_INTERVAL, builder.checkpointInterval);
    Checks.within(Setting.CHECKPOINTS_KEPT, builder.checkpointsKept, 1, MOST_CHECKPOINTS);
    Checks.positive(Setting.OVERFLOW_TIMEOUT, builder.overflowTimeout);
    Checks.positive(Setting.CLOSE_TIMEOUT, builder.closeTimeout);
  }

  private static void checkPresence(JournalConfigBuilder builder) {
    Checks.present(Setting.DIRECTORY, builder.directory);
    Checks.present(Setting.COMPRESSION, builder.compression);
    Checks.present(Setting.CHAIN, builder.chainMode);
    Checks.present(Setting.RETENTION, builder.retention);
    Checks.present(Setting.SYNC_POLICY, builder.syncPolicy);
    Checks.present(Setting.OVERFLOW_POLICY, builder.overflowPolicy);
    Checks.present(Setting.WAIT_STRATEGY, builder.waitStrategy);
    Checks.present(Setting.PRODUCER, builder.producerMode);
    Checks.present(Setting.RING_PLACEMENT, builder.ringPlacement);
    Checks.present(Setting.SEGMENT_IO, builder.segmentIo);
    Checks.present(Setting.RETRY, builder.retry);
    Checks.present(Setting.CLOCK, builder.clock);
    Checks.present(Setting.THREAD_FACTORY, builder.threadFactory);
    Checks.present(Setting.ERROR_HANDLER, builder.errorHandler);
  }

  private static void checkStorage(JournalConfigBuilder builder) {
    Checks.rule(
        builder.maxSegmentBytes >= MIN_SEGMENT_BYTES
            && builder.maxSegmentBytes <= MAX_SEGMENT_BYTES,
        Setting.SEGMENT_MAX_BYTES,
        "1MiB..1TiB",
        Units.formatSize(builder.maxSegmentBytes));
    Checks.atLeast(Setting.COMPRESSION_THRESHOLD, builder.compressionThreshold, 0);
  }

  private static void checkRing(JournalConfigBuilder builder) {
    Checks.within(Setting.RING_SIZE, builder.ringSize, MIN_RING, MAX_RING);
    Checks.rule(
        builder.slotBytes >= MIN_SLOT_BYTES
            && builder.slotBytes <= MAX_SLOT_BYTES
            && Integer.bitCount(builder.slotBytes) == 1,
        Setting.RING_SLOT_BYTES,
        "a power of two from 256 to 64KiB",
        builder.slotBytes);
    int capacity = roundUpToPowerOfTwo(builder.ringSize);
    Checks.within(Setting.BATCH_SIZE, builder.batchSize, 1, capacity);
    Checks.rule(
        (long) capacity * builder.slotBytes <= MOST_RING_BYTES,
        Setting.RING_SIZE,
        "at most " + MOST_RING_BYTES / builder.slotBytes + " slots of this size",
        capacity);
    long needed = SlotSizes.of(capacity, builder.slotBytes).bytes() + WORKING_BYTES;
    Checks.rule(
        builder.maxMemoryBytes >= needed,
        Setting.MEMORY_MAX_BYTES,
        "at least "
            + Units.formatSize(needed)
            + " for a ring of "
            + capacity
            + " slots of "
            + builder.slotBytes
            + " bytes",
        Units.formatSize(builder.maxMemoryBytes));
  }

  static long roundUpToPage(long bytes) {
    return (bytes + PAGE - 1) & -PAGE;
  }

  static int roundUpToPowerOfTwo(int count) {
    return 1 << (Integer.SIZE - Integer.numberOfLeadingZeros(count - 1));
  }
}
