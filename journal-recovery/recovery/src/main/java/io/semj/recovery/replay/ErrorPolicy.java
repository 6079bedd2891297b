package io.semj.recovery.replay;

/** What a replay does when the handler throws. An {@link Error} always ends it. */
public enum ErrorPolicy {
  /** It ends with a {@link io.semj.error.ReplayException} that names the event. */
  STOP,
  /** It notes the event as a {@link DeadLetter} and goes on. */
  CONTINUE
}
