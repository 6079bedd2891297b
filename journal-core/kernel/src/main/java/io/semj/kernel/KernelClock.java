package io.semj.kernel;

import java.nio.file.Path;

/**
 * How far the wall clock is ahead of the kernel's, which counts from boot. Asked once for each
 * import or export, so that the events of one have one clock.
 */
@FunctionalInterface
public interface KernelClock {
  /**
   * What to add to a kernel's timestamp to get nanoseconds since 1970.
   *
   * @return nanoseconds
   * @throws io.semj.error.JournalException when it cannot be found out
   */
  long offsetNanos();

  /**
   * The clock of the running system, right for events of the kernel that runs now.
   *
   * @return the difference between wall clock and monotonic clock, read anew each time
   */
  static KernelClock system() {
    return new SystemKernelClock(Path.of("/proc/uptime"), System::nanoTime)::offsetNanos;
  }

  /**
   * A difference that is known, for events of another boot or another machine.
   *
   * @param nanos what to add to a kernel's timestamp; 0 leaves timestamps as they are
   * @return always the same
   */
  static KernelClock fixed(long nanos) {
    return () -> nanos;
  }
}
