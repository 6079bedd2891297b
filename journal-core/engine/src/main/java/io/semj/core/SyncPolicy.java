package io.semj.core;

/**
 * When what was written is forced to the device by itself. Whatever the policy, {@code flush()},
 * {@code awaitDurable}, a durable emission, an event of critical priority, a new segment and {@code
 * close()} force at once, and an event that was reported durable has been forced.
 */
public enum SyncPolicy {
  /**
   * Only when asked, at a new segment and at close. Survives the end of the process, {@code kill
   * -9} included, for all that the writer has taken (normally microseconds after the emission). A
   * power loss or a crash of the operating system may lose everything since the last force, which
   * the operating system alone decides (commonly up to 30 s). Costs nothing.
   */
  WRITTEN,

  /**
   * Once per flush interval, when there is something new. A power loss loses at most about one
   * flush interval plus the time of one force: 10 ms and a few ms by default. Costs one force per
   * interval on a thread of its own; emission is not slowed.
   */
  INTERVAL,

  /**
   * After every batch, one force for all batches written while the force before it ran, or within a
   * millisecond of its beginning (group commit). A power loss loses only what had not been reported
   * durable: about the time of two forces, or a millisecond and one force. Costs up to a thousand
   * forces a second under load, and a force (0.1 to 10 ms by device) for every lone event.
   */
  BATCH
}
