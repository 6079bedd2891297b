package io.semj.suite.measure;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the process has used so far.
 *
 * @param cpuNanos processor time of all threads, also of those that ended
 * @param allocatedBytes on the heap, by all threads that live
 */
record ResourceUse(long cpuNanos, long allocatedBytes) {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  static ResourceUse now() {
    long allocated = 0;
    for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
      allocated += Math.max(0, bytes);
    }
    return new ResourceUse(SYSTEM.getProcessCpuTime(), allocated);
  }

  /** What this thread has allocated so far, in bytes. */
  static long allocatedByThisThread() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }
}
