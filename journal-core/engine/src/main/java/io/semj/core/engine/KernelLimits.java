package io.semj.core.engine;

import io.semj.error.KernelLimitException;
import io.semj.event.EmittableEvent;

/** Keeps out what could not become a kernel event. */
final class KernelLimits {
  private KernelLimits() {}

  static void require(EmittableEvent event) {
    String violation = event.kernelViolation();
    if (violation != null) {
      throw new KernelLimitException(violation);
    }
  }
}
