package io.semj.suite.measure;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What the process has used so far.
 *
 * @param cpuNanos processor time of all threads, also of those that ended
 * @param allocatedBytes on the heap, by all threads that live
 */
record ResourceUse(long cpuNanos, long allocatedBytes) {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final Path TASKS = Path.of("/proc/self/task");
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

  /**
   * Processor time of the threads that live, in nanoseconds; exact on Linux, by ticks elsewhere.
   */
  static long cpuTime() {
    if (!Files.isDirectory(TASKS)) {
      return SYSTEM.getProcessCpuTime();
    }
    long sum = 0;
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) {
        sum += cpuTime(task);
      }
    } catch (IOException | DirectoryIteratorException e) {
      return SYSTEM.getProcessCpuTime();
    }
    return sum;
  }

  private static long cpuTime(Path task) throws IOException {
    try {
      String times = Files.readString(task.resolve("schedstat"));
      return Long.parseLong(times.substring(0, times.indexOf(' ')));
    } catch (NoSuchFileException ended) {
      return 0;
    }
  }
}
