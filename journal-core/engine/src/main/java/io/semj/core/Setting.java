package io.semj.core;

/** Every setting, by the name that properties and error messages use. */
enum Setting {
  DIRECTORY("directory"),
  SEGMENT_MAX_BYTES("segment.max.bytes"),
  RING_SIZE("ring.size"),
  RING_SLOT_BYTES("ring.slot.bytes"),
  BATCH_SIZE("batch.size"),
  FLUSH_INTERVAL("flush.interval"),
  CHECKPOINT_INTERVAL("checkpoint.interval"),
  CHECKPOINTS_KEPT("checkpoint.kept"),
  COMPRESSION("compression"),
  COMPRESSION_THRESHOLD("compression.threshold"),
  CHAIN("chain"),
  KERNEL_COMPATIBILITY("kernel.compatibility"),
  RECOVERY("recovery"),
  MEMORY_MAX_BYTES("memory.max.bytes"),
  RETENTION_COUNT("retention.count"),
  RETENTION_AGE("retention.age"),
  RETENTION_BYTES("retention.bytes"),
  RETENTION_KEEP_FREE_BYTES("retention.keep.free.bytes"),
  SYNC_POLICY("sync.policy"),
  OVERFLOW_POLICY("overflow.policy"),
  OVERFLOW_TIMEOUT("overflow.timeout"),
  WAIT_STRATEGY("wait.strategy"),
  PRODUCER("producer"),
  RING_PLACEMENT("ring.placement"),
  RING_DIRECTORY("ring.directory"),
  SEGMENT_IO("segment.io"),
  RETRY_MAX("retry.max"),
  RETRY_DELAY("retry.delay"),
  RETRY_FACTOR("retry.factor"),
  RETRY_MAX_DELAY("retry.max.delay"),
  BREAKER_THRESHOLD("breaker.threshold"),
  BREAKER_RESET("breaker.reset"),
  CLOSE_TIMEOUT("close.timeout"),

  /** This one and those after it are for the builder alone. */
  RETENTION("retention"),
  RETRY("retry"),
  CLOCK("clock"),
  THREAD_FACTORY("thread.factory"),
  ERROR_HANDLER("error.handler");

  static final String PREFIX = "semj.";

  private final String key;

  Setting(String name) {
    this.key = PREFIX + name;
  }

  String key() {
    return key;
  }

  /** Whether properties may hold it. */
  boolean isProperty() {
    return compareTo(RETENTION) < 0;
  }
}
