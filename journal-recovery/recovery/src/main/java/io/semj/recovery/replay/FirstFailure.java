package io.semj.recovery.replay;

import java.util.concurrent.atomic.AtomicReference;

/** The failure that came first; the others followed from it, or change nothing. Any thread. */
final class FirstFailure {
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  void set(Throwable e) {
    failure.compareAndSet(null, e);
  }

  boolean isSet() {
    return failure.get() != null;
  }

  /** Throws the failure, if there is one. */
  void rethrow() {
    Throwable e = failure.get();
    if (e instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (e instanceof Error error) {
      throw error;
    }
    if (e != null) {
      throw new IllegalStateException(e);
    }
  }
}
