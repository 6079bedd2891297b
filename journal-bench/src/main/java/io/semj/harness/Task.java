package io.semj.harness;

import io.semj.core.JournalConfig;
import io.semj.core.RetentionPolicy;
import io.semj.core.RingPlacement;
import io.semj.core.SegmentIo;
import io.semj.core.SyncPolicy;
import io.semj.format.BlockCompression;
import io.semj.format.ChainMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What one child does, all of it following from a seed and a round, so that a round can be done
 * again.
 *
 * @param directory of the journal
 * @param claims file that the child reports in
 * @param seed of the run
 * @param round of the run
 * @param mode what goes on while it is broken
 * @param io the way to write
 * @param ring where the ring is
 */
record Task(
    Path directory,
    Path claims,
    long seed,
    int round,
    Mode mode,
    SegmentIo io,
    RingPlacement ring) {
  /** What goes on while a child is killed. */
  enum Mode {
    /** Emission. */
    EMIT,
    /** Emission without a pause or compression: one segment after the other is begun. */
    ROTATE,
    /** One checkpoint after the other. */
    CHECKPOINT,
    /** The same, and closed segments are deleted when there are more than four. */
    RETAIN,
    /** Closed segments are rewritten, without some older events or with another compression. */
    COMPACT,
    /** Emission, and then the next opening, which mends what the kill left. */
    RECOVER,
    /** That opening; nothing is emitted. */
    OPEN;

    /** Whether as many segments as possible are to be filled. */
    boolean fillsSegments() {
      return this == ROTATE || this == RETAIN || this == COMPACT;
    }
  }

  List<String> toArguments() {
    return List.of(
        directory.toString(),
        claims.toString(),
        Long.toString(seed),
        Integer.toString(round),
        mode.name(),
        io.name(),
        ring.name());
  }

  static Task parse(String... arguments) {
    return new Task(
        Path.of(arguments[0]),
        Path.of(arguments[1]),
        Long.parseLong(arguments[2]),
        Integer.parseInt(arguments[3]),
        Mode.valueOf(arguments[4]),
        SegmentIo.valueOf(arguments[5]),
        RingPlacement.valueOf(arguments[6]));
  }

  SplittableRandom random() {
    return new SplittableRandom(seed * 1_000_003L + round);
  }

  /** The journal's settings; what is not fixed is drawn. */
  JournalConfig config() {
    SplittableRandom random = random();
    SyncPolicy[] policies = SyncPolicy.values();
    RetentionPolicy retention = RetentionPolicy.keepAll().withKeepFreeBytes(0);
    return JournalConfig.builder(directory)
        .segmentIo(io)
        .ringPlacement(ring)
        .syncPolicy(policies[random.nextInt(policies.length)])
        .ringSize(64 << random.nextInt(8))
        .slotBytes(256 << random.nextInt(3))
        .batchSize(1 + random.nextInt(64))
        .flushInterval(Duration.ofMillis(1 + random.nextInt(20)))
        .compression(
            mode.fillsSegments() || random.nextBoolean()
                ? BlockCompression.NONE
                : BlockCompression.LZ4)
        .chainMode(random.nextBoolean() ? ChainMode.CRC32 : ChainMode.SHA256)
        .maxSegmentBytes(1 << (mode.fillsSegments() ? 20 : 20 + random.nextInt(5)))
        .retention(mode == Mode.RETAIN ? retention.withMaxSegments(4) : retention)
        .overflowTimeout(Duration.ofMillis(500))
        .kernelCompatibility(false)
        .errorHandler(error -> {})
        .build();
  }
}
