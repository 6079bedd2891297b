package io.semj.core;

import io.semj.error.JournalException;
import io.semj.format.BlockCompression;
import io.semj.format.ChainMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ThreadFactory;

/**
 * How a journal works. Immutable and checked: what was built can be used. Only the directory is
 * required; each getter names its default.
 *
 * <pre>{@code
 * JournalConfig config =
 *     JournalConfig.builder(Path.of("/var/lib/app/journal"))
 *         .syncPolicy(SyncPolicy.BATCH)
 *         .retention(RetentionPolicy.keepAll().withMaxBytes(10L << 30))
 *         .build();
 * }</pre>
 */
public final class JournalConfig {
  private final Path directory;
  private final long maxSegmentBytes;
  private final int ringSize;
  private final int slotBytes;
  private final int batchSize;
  private final Duration flushInterval;
  private final Duration checkpointInterval;
  private final int checkpointsKept;
  private final BlockCompression compression;
  private final int compressionThreshold;
  private final ChainMode chainMode;
  private final boolean kernelCompatibility;
  private final boolean recovery;
  private final long maxMemoryBytes;
  private final RetentionPolicy retention;
  private final SyncPolicy syncPolicy;
  private final OverflowPolicy overflowPolicy;
  private final Duration overflowTimeout;
  private final WaitMode waitStrategy;
  private final ProducerMode producerMode;
  private final RingPlacement ringPlacement;
  private final Optional<Path> ringDirectory;
  private final SegmentIo segmentIo;
  private final RetryPolicy retry;
  private final Duration closeTimeout;
  private final JournalClock clock;
  private final ThreadFactory threadFactory;
  private final JournalErrorHandler errorHandler;

  JournalConfig(JournalConfigBuilder builder) {
    this.directory = builder.directory;
    this.maxSegmentBytes = ConfigRules.roundUpToPage(builder.maxSegmentBytes);
    this.ringSize = builder.ringSize;
    this.slotBytes = builder.slotBytes;
    this.batchSize = builder.batchSize;
    this.flushInterval = builder.flushInterval;
    this.checkpointInterval = builder.checkpointInterval;
    this.checkpointsKept = builder.checkpointsKept;
    this.compression = builder.compression;
    this.compressionThreshold = builder.compressionThreshold;
    this.chainMode = builder.chainMode;
    this.kernelCompatibility = builder.kernelCompatibility;
    this.recovery = builder.recovery;
    this.maxMemoryBytes = builder.maxMemoryBytes;
    this.retention = builder.retention;
    this.syncPolicy = builder.syncPolicy;
    this.overflowPolicy = builder.overflowPolicy;
    this.overflowTimeout = builder.overflowTimeout;
    this.waitStrategy = builder.waitStrategy;
    this.producerMode = builder.producerMode;
    this.ringPlacement = builder.ringPlacement;
    this.ringDirectory = Optional.ofNullable(builder.ringDirectory);
    this.segmentIo = builder.segmentIo;
    this.retry = builder.retry;
    this.closeTimeout = builder.closeTimeout;
    this.clock = builder.clock;
    this.threadFactory = builder.threadFactory;
    this.errorHandler = builder.errorHandler;
  }

  /**
   * Begins a configuration with the default of every setting.
   *
   * @param directory where the journal's files are; made when the journal is opened
   * @return a builder
   */
  public static JournalConfigBuilder builder(Path directory) {
    return new JournalConfigBuilder(directory);
  }

  /**
   * Reads a configuration. Keys that do not begin with {@code semj.} are none of ours and ignored;
   * those that do must be known. Clock, thread factory and error handler have their defaults.
   *
   * @param properties with at least {@code semj.directory}
   * @return the configuration
   * @throws io.semj.error.ConfigurationException naming the first key that is unknown, or whose
   *     value cannot be used
   */
  public static JournalConfig fromProperties(Properties properties) {
    return ConfigProperties.load(properties);
  }

  /**
   * All that properties can hold, so that {@link #fromProperties} makes an equal configuration.
   *
   * @return one property for every setting but clock, thread factory and error handler
   */
  public Properties toProperties() {
    return ConfigProperties.store(this);
  }

  /**
   * Where the journal's files are.
   *
   * @return the directory as it was given
   */
  public Path directory() {
    return directory;
  }

  /**
   * The size at which a segment is closed and the next one begun; rounded up to a multiple of
   * 4,096. Default 1 GiB.
   *
   * @return bytes, 1 MiB to 1 TiB
   */
  public long maxSegmentBytes() {
    return maxSegmentBytes;
  }

  /**
   * How many events the ring was asked to hold between emission and writing. Default 10,000.
   *
   * @return 64 to 2^24; see {@link #ringCapacity()}
   */
  public int ringSize() {
    return ringSize;
  }

  /**
   * How many events the ring holds: {@link #ringSize()}, rounded up to a power of two.
   *
   * @return 16,384 by default
   */
  public int ringCapacity() {
    return ConfigRules.roundUpToPowerOfTwo(ringSize);
  }

  /**
   * The bytes of a ring slot. Larger events are taken as well, by a slower way. Default 1,024.
   *
   * @return a power of two, 256 to 64 KiB
   */
  public int slotBytes() {
    return slotBytes;
  }

  /**
   * How many events a block holds; up to 16 times as many while the writer is behind. It never
   * waits for a fuller block. Default 100.
   *
   * @return 1 to the ring's capacity
   */
  public int batchSize() {
    return batchSize;
  }

  /**
   * How often {@link SyncPolicy#INTERVAL} forces what was written: the loss window of a power
   * failure. Default 10 ms.
   *
   * @return above 0, at most one hour
   */
  public Duration flushInterval() {
    return flushInterval;
  }

  /**
   * How often the journal creates a checkpoint by itself, if there are events that the last one
   * does not cover: with a snapshot once {@link SemanticJournal#checkpointWith} has named its
   * source; without one only as long as no checkpoint has a snapshot. Default 60 s.
   *
   * @return 0 for never
   */
  public Duration checkpointInterval() {
    return checkpointInterval;
  }

  /**
   * How many good checkpoints are kept; when one more is made, the oldest is deleted. Damaged ones
   * do not count. Default 3.
   *
   * @return 1 to 1,000
   */
  public int checkpointsKept() {
    return checkpointsKept;
  }

  /**
   * How blocks are compressed. Default {@link BlockCompression#LZ4}.
   *
   * @return {@link BlockCompression#NONE} for not at all
   */
  public BlockCompression compression() {
    return compression;
  }

  /**
   * How many bytes of records a block must have to be compressed. Default 1,024.
   *
   * @return bytes, from 0
   */
  public int compressionThreshold() {
    return compressionThreshold;
  }

  /**
   * What of each block the chain of digests covers. Default {@link ChainMode#SHA256}.
   *
   * @return {@link ChainMode#CRC32} for its checksum only
   */
  public ChainMode chainMode() {
    return chainMode;
  }

  /**
   * Whether events beyond the limits of a kernel event are refused, so that each can become one.
   * Default true.
   *
   * @return true to refuse them
   */
  public boolean kernelCompatibility() {
    return kernelCompatibility;
  }

  /**
   * Whether a journal that was not closed properly is mended when it is opened: its torn tail set
   * aside. Default true.
   *
   * @return false to refuse to open it
   */
  public boolean recovery() {
    return recovery;
  }

  /**
   * The most memory that the journal may take for events on their way. Default 512 MiB.
   *
   * @return bytes; at least the ring, as docs/configuration.md computes it, plus 16 MiB
   */
  public long maxMemoryBytes() {
    return maxMemoryBytes;
  }

  /**
   * How long closed segments are kept. Default {@link RetentionPolicy#keepAll()}.
   *
   * @return the policy
   */
  public RetentionPolicy retention() {
    return retention;
  }

  /**
   * When what was written is forced to the device. Default {@link SyncPolicy#INTERVAL}.
   *
   * @return the policy
   */
  public SyncPolicy syncPolicy() {
    return syncPolicy;
  }

  /**
   * What an emission does when the ring is full. Default {@link OverflowPolicy#BLOCK}.
   *
   * @return the policy
   */
  public OverflowPolicy overflowPolicy() {
    return overflowPolicy;
  }

  /**
   * How long an emission that waits for room in the ring waits at most. Default 30 s.
   *
   * @return above 0
   */
  public Duration overflowTimeout() {
    return overflowTimeout;
  }

  /**
   * How the writer waits for events. Default {@link WaitMode#SLEEPING}.
   *
   * @return the way of waiting
   */
  public WaitMode waitStrategy() {
    return waitStrategy;
  }

  /**
   * How many threads emit. Default {@link ProducerMode#MULTI}.
   *
   * @return the mode
   */
  public ProducerMode producerMode() {
    return producerMode;
  }

  /**
   * Where the ring is, and with that whether emitted events survive the end of the process. Default
   * {@link RingPlacement#AUTO}.
   *
   * @return the placement
   */
  public RingPlacement ringPlacement() {
    return ringPlacement;
  }

  /**
   * The directory of a surviving ring's file. Default none: the placement finds one.
   *
   * @return the directory, when one was set
   */
  public Optional<Path> ringDirectory() {
    return ringDirectory;
  }

  /**
   * How segments are written. Default {@link SegmentIo#MAPPED}.
   *
   * @return the way
   */
  public SegmentIo segmentIo() {
    return segmentIo;
  }

  /**
   * How failed storage operations are tried again. Default {@link RetryPolicy#standard()}.
   *
   * @return the policy
   */
  public RetryPolicy retry() {
    return retry;
  }

  /**
   * How long {@code close()} waits for everything to be written and forced. Default 30 s.
   *
   * @return above 0
   */
  public Duration closeTimeout() {
    return closeTimeout;
  }

  /**
   * Where event timestamps come from. Default {@link JournalClock#system()}.
   *
   * @return the clock
   */
  public JournalClock clock() {
    return clock;
  }

  /**
   * What makes the journal's threads. Default: daemon threads named {@code
   * semj-<role>-<directory>}.
   *
   * @return the factory
   */
  public ThreadFactory threadFactory() {
    return threadFactory;
  }

  /**
   * Who is told of failures in the background. Default {@link JournalErrorHandler#logging()}.
   *
   * @return the handler
   */
  public JournalErrorHandler errorHandler() {
    return errorHandler;
  }

  /**
   * Tells the error handler; what it throws is logged and ignored.
   *
   * @param error that no caller is there to receive
   */
  public void report(JournalException error) {
    try {
      errorHandler.onError(error);
    } catch (RuntimeException e) {
      LoggingErrorHandler.handlerFailed(e);
    }
  }

  /**
   * Makes a thread by the thread factory; the default one names it {@code semj-<role>-<directory>}.
   *
   * @param role what the thread does, in one word
   * @param task to run
   * @return a thread that is not started yet
   * @throws io.semj.error.ConfigurationException when the factory makes none
   */
  public Thread newThread(String role, Runnable task) {
    Thread thread =
        threadFactory instanceof JournalThreadFactory own
            ? own.newThread(role, task)
            : threadFactory.newThread(task);
    Checks.rule(thread != null, Setting.THREAD_FACTORY, "a thread", "none");
    return thread;
  }

  /** What is in force, one setting a line, in the form of a properties file. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Setting setting : Setting.values()) {
      if (setting.isProperty()) {
        text.append(setting.key()).append('=').append(SettingText.of(setting, this)).append('\n');
      }
    }
    return text.append("# ring capacity ")
        .append(ringCapacity())
        .append(", clock ")
        .append(clock)
        .append(", threads ")
        .append(threadFactory)
        .append(", errors ")
        .append(errorHandler)
        .toString();
  }
}
