package io.semj.core;

import io.semj.format.BlockCompression;
import io.semj.format.ChainMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/**
 * Gathers the settings of a journal. What is not set keeps its default; nothing is checked before
 * {@link #build()}. The getters of {@link JournalConfig} say what each setting does.
 */
public final class JournalConfigBuilder {
  final Path directory;
  long maxSegmentBytes = 1L << 30;
  int ringSize = 10_000;
  int slotBytes = 1_024;
  int batchSize = 100;
  Duration flushInterval = Duration.ofMillis(10);
  Duration checkpointInterval = Duration.ofSeconds(60);
  int checkpointsKept = 3;
  BlockCompression compression = BlockCompression.LZ4;
  int compressionThreshold = 1_024;
  ChainMode chainMode = ChainMode.SHA256;
  boolean kernelCompatibility = true;
  boolean recovery = true;
  long maxMemoryBytes = 512L << 20;
  RetentionPolicy retention = RetentionPolicy.keepAll();
  SyncPolicy syncPolicy = SyncPolicy.INTERVAL;
  OverflowPolicy overflowPolicy = OverflowPolicy.BLOCK;
  Duration overflowTimeout = Duration.ofSeconds(30);
  WaitMode waitStrategy = WaitMode.SLEEPING;
  ProducerMode producerMode = ProducerMode.MULTI;
  RingPlacement ringPlacement = RingPlacement.AUTO;
  Path ringDirectory;
  SegmentIo segmentIo = SegmentIo.MAPPED;
  RetryPolicy retry = RetryPolicy.standard();
  Duration closeTimeout = Duration.ofSeconds(30);
  JournalClock clock = JournalClock.system();
  ThreadFactory threadFactory;
  JournalErrorHandler errorHandler = JournalErrorHandler.logging();

  JournalConfigBuilder(Path directory) {
    this.directory = directory;
    this.threadFactory = new JournalThreadFactory(directory);
  }

  /**
   * Sets the size at which a segment is closed and the next one begun.
   *
   * @param maxSegmentBytes bytes, 1 MiB to 1 TiB
   * @return this
   */
  public JournalConfigBuilder maxSegmentBytes(long maxSegmentBytes) {
    this.maxSegmentBytes = maxSegmentBytes;
    return this;
  }

  /**
   * Sets how many events the ring holds between emission and writing.
   *
   * @param ringSize 64 to 2^24; see {@link JournalConfig#ringCapacity()}
   * @return this
   */
  public JournalConfigBuilder ringSize(int ringSize) {
    this.ringSize = ringSize;
    return this;
  }

  /**
   * Sets the bytes of a ring slot; larger events are taken as well, by a slower way.
   *
   * @param slotBytes a power of two, 256 to 64 KiB
   * @return this
   */
  public JournalConfigBuilder slotBytes(int slotBytes) {
    this.slotBytes = slotBytes;
    return this;
  }

  /**
   * Sets how many events a block holds while the writer keeps up.
   *
   * @param batchSize 1 to the ring's capacity
   * @return this
   */
  public JournalConfigBuilder batchSize(int batchSize) {
    this.batchSize = batchSize;
    return this;
  }

  /**
   * Sets how often {@link SyncPolicy#INTERVAL} forces what was written.
   *
   * @param flushInterval above 0, at most one hour
   * @return this
   */
  public JournalConfigBuilder flushInterval(Duration flushInterval) {
    this.flushInterval = flushInterval;
    return this;
  }

  /**
   * Sets how often the journal creates a checkpoint by itself.
   *
   * @param checkpointInterval 0 for never
   * @return this
   */
  public JournalConfigBuilder checkpointInterval(Duration checkpointInterval) {
    this.checkpointInterval = checkpointInterval;
    return this;
  }

  /**
   * Sets how many good checkpoints are kept.
   *
   * @param checkpointsKept 1 to 1,000
   * @return this
   */
  public JournalConfigBuilder checkpointsKept(int checkpointsKept) {
    this.checkpointsKept = checkpointsKept;
    return this;
  }

  /**
   * Sets how blocks are compressed.
   *
   * @param compression {@link BlockCompression#NONE} for not at all
   * @return this
   */
  public JournalConfigBuilder compression(BlockCompression compression) {
    this.compression = compression;
    return this;
  }

  /**
   * Sets how many bytes of records a block must have to be compressed.
   *
   * @param compressionThreshold bytes, from 0
   * @return this
   */
  public JournalConfigBuilder compressionThreshold(int compressionThreshold) {
    this.compressionThreshold = compressionThreshold;
    return this;
  }

  /**
   * Sets what of each block the chain of digests covers.
   *
   * @param chainMode {@link ChainMode#CRC32} where nobody can change the files on purpose
   * @return this
   */
  public JournalConfigBuilder chainMode(ChainMode chainMode) {
    this.chainMode = chainMode;
    return this;
  }

  /**
   * Sets whether events beyond the limits of a kernel event are refused.
   *
   * @param kernelCompatibility true to refuse them
   * @return this
   */
  public JournalConfigBuilder kernelCompatibility(boolean kernelCompatibility) {
    this.kernelCompatibility = kernelCompatibility;
    return this;
  }

  /**
   * Sets whether a journal that was not closed properly is mended when it is opened.
   *
   * @param recovery false to refuse to open it
   * @return this
   */
  public JournalConfigBuilder recovery(boolean recovery) {
    this.recovery = recovery;
    return this;
  }

  /**
   * Sets the most memory that the journal may take outside the heap.
   *
   * @param maxMemoryBytes bytes; at least the ring, as docs/configuration.md computes it, plus 16
   *     MiB
   * @return this
   */
  public JournalConfigBuilder maxMemoryBytes(long maxMemoryBytes) {
    this.maxMemoryBytes = maxMemoryBytes;
    return this;
  }

  /**
   * Sets how long closed segments are kept.
   *
   * @param retention the policy
   * @return this
   */
  public JournalConfigBuilder retention(RetentionPolicy retention) {
    this.retention = retention;
    return this;
  }

  /**
   * Sets when what was written is forced to the device.
   *
   * @param syncPolicy the policy
   * @return this
   */
  public JournalConfigBuilder syncPolicy(SyncPolicy syncPolicy) {
    this.syncPolicy = syncPolicy;
    return this;
  }

  /**
   * Sets what an emission does when the ring is full.
   *
   * @param overflowPolicy the policy
   * @return this
   */
  public JournalConfigBuilder overflowPolicy(OverflowPolicy overflowPolicy) {
    this.overflowPolicy = overflowPolicy;
    return this;
  }

  /**
   * Sets how long an emission may wait for room in the ring.
   *
   * @param overflowTimeout above 0
   * @return this
   */
  public JournalConfigBuilder overflowTimeout(Duration overflowTimeout) {
    this.overflowTimeout = overflowTimeout;
    return this;
  }

  /**
   * Sets how the writer waits for events.
   *
   * @param waitStrategy the way of waiting
   * @return this
   */
  public JournalConfigBuilder waitStrategy(WaitMode waitStrategy) {
    this.waitStrategy = waitStrategy;
    return this;
  }

  /**
   * Sets how many threads emit.
   *
   * @param producerMode the mode
   * @return this
   */
  public JournalConfigBuilder producerMode(ProducerMode producerMode) {
    this.producerMode = producerMode;
    return this;
  }

  /**
   * Sets where the ring is, and with that whether emitted events survive the end of the process.
   *
   * @param ringPlacement where
   * @return this
   */
  public JournalConfigBuilder ringPlacement(RingPlacement ringPlacement) {
    this.ringPlacement = ringPlacement;
    return this;
  }

  /**
   * Sets the directory of a surviving ring's file, in place of the one that the placement finds.
   *
   * @param ringDirectory that is there, on a file system in memory if emission is to stay fast;
   *     null for none
   * @return this
   */
  public JournalConfigBuilder ringDirectory(Path ringDirectory) {
    this.ringDirectory = ringDirectory;
    return this;
  }

  /**
   * Sets how segments are written.
   *
   * @param segmentIo the way
   * @return this
   */
  public JournalConfigBuilder segmentIo(SegmentIo segmentIo) {
    this.segmentIo = segmentIo;
    return this;
  }

  /**
   * Sets how failed storage operations are tried again.
   *
   * @param retry the policy
   * @return this
   */
  public JournalConfigBuilder retry(RetryPolicy retry) {
    this.retry = retry;
    return this;
  }

  /**
   * Sets how long closing may take.
   *
   * @param closeTimeout above 0
   * @return this
   */
  public JournalConfigBuilder closeTimeout(Duration closeTimeout) {
    this.closeTimeout = closeTimeout;
    return this;
  }

  /**
   * Sets where event timestamps come from.
   *
   * @param clock the clock
   * @return this
   */
  public JournalConfigBuilder clock(JournalClock clock) {
    this.clock = clock;
    return this;
  }

  /**
   * Sets what makes the journal's threads; they should be daemons.
   *
   * @param threadFactory the factory
   * @return this
   */
  public JournalConfigBuilder threadFactory(ThreadFactory threadFactory) {
    this.threadFactory = threadFactory;
    return this;
  }

  /**
   * Sets who is told of failures in the background.
   *
   * @param errorHandler the handler
   * @return this
   */
  public JournalConfigBuilder errorHandler(JournalErrorHandler errorHandler) {
    this.errorHandler = errorHandler;
    return this;
  }

  /**
   * Checks the settings.
   *
   * @return the configuration
   * @throws io.semj.error.ConfigurationException naming the first setting that cannot be used
   */
  public JournalConfig build() {
    ConfigRules.check(this);
    return new JournalConfig(this);
  }
}
