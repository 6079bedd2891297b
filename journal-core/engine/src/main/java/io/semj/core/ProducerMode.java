package io.semj.core;

/** How many threads emit. */
public enum ProducerMode {
  /** Any number of threads, at any time. */
  MULTI,

  /**
   * The caller promises that emissions never overlap: one thread, or hand-over with proper
   * synchronization. Saves an atomic operation per emission. <strong>A broken promise corrupts
   * events</strong>; it is not detected.
   */
  SINGLE
}
