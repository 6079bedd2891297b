package io.semj.subscribe;

/** How the thread that looks for new events waits for them. */
public enum DeliveryWait {
  /**
   * Spins shortly, then sleeps, at first for 50 µs and after a longer silence for up to a
   * millisecond. Costs about a percent of one processor, however many subscriptions there are, and
   * nothing while there is none.
   */
  SLEEPING,

  /**
   * Spins while there are subscriptions. Takes a whole processor: only for machines with one to
   * give away, where microseconds count. The journal's writer waits as its own {@link
   * io.semj.core.WaitMode} says, so it needs {@link io.semj.core.WaitMode#BUSY_SPIN} too.
   */
  BUSY_SPIN
}
