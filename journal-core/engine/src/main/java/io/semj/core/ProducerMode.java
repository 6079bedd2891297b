package io.semj.core;

/** How many threads emit. */
public enum ProducerMode {
  /** Any number of threads, at any time. An emission costs roughly 100 ns. */
  MULTI,

  /**
   * The caller promises that emissions never overlap: one thread, or hand-over with proper
   * synchronization. Saves about two thirds of the cost of an emission. <strong>A broken promise
   * corrupts events</strong>; it is not detected.
   */
  SINGLE
}
