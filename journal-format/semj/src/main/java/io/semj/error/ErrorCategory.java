package io.semj.error;

/**
 * The broad kind of a failure: what metrics count by, and the first thing a caller can switch on.
 */
public enum ErrorCategory {
  /** The bytes, or the device under them. */
  STORAGE,
  /** Bytes that are sound but not for this version, this product, or the kernel. */
  COMPATIBILITY,
  /** Another user of the same journal, or a journal that is closed. */
  SYNCHRONIZATION,
  /** A journal that could not be brought back after a crash. */
  RECOVERY,
  /** Parts that are sound one by one and contradict each other. */
  CONSISTENCY,
  /** A setting that cannot be used. */
  CONFIGURATION,
  /** A bound that was reached: the ring, memory, the size of an event. */
  RESOURCE_EXHAUSTION,
  /** A key or a permission of the journal's own. */
  SECURITY,
  /** Something did not happen in the time given. */
  TIMEOUT,
  /** Work that its caller ended. */
  CANCELLED,
  /** A bug in the journal. */
  INTERNAL
}
