package io.semj.suite.measure;

import io.semj.bench.ProcessMemory;
import io.semj.suite.subject.Durability;
import io.semj.suite.subject.EventPool;
import io.semj.suite.subject.Producer;
import io.semj.suite.subject.Session;
import io.semj.suite.subject.Subject;
import io.semj.suite.subject.Workload;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * The memory that an open subject takes, which is what the process has more than before, and the
 * processor time that it takes while nothing comes.
 */
final class FootprintMeter implements Meter {
  private static final double MEBI = 1 << 20;
  private static final double KIBI_TO_MEBI = 1024;
  private static final int COLLECTIONS = 3;
  private static final long BETWEEN_NANOS = 50_000_000;

  private record Memory(double heap, double direct, ProcessMemory process) {
    static Memory now() throws IOException {
      for (int i = 0; i < COLLECTIONS; i++) {
        System.gc();
        IdleTime.pause(BETWEEN_NANOS);
      }
      long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      long direct =
          ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
              .filter(pool -> pool.getName().equals("direct"))
              .mapToLong(BufferPoolMXBean::getMemoryUsed)
              .sum();
      ProcessMemory process =
          ProcessMemory.isSupported()
              ? ProcessMemory.of(ProcessHandle.current().pid())
              : new ProcessMemory(0, 0, 0, 0);
      return new Memory(heap / MEBI, direct / MEBI, process);
    }
  }

  @Override
  public Outcome measure(Subject subject, Task task, Path directory) throws IOException {
    Workload workload = new Workload(EventPool.of(task.size()), 1, Durability.LATER);
    Memory before = Memory.now();
    IdleTime idle = new IdleTime();
    try (Session session = subject.open(directory, workload);
        Producer producer = session.producer()) {
      for (long i = 0; i < task.amount(); i++) {
        producer.emit();
      }
      session.awaitAll();
      Memory after = Memory.now();
      return idle.measure(task.warmupNanos(), task.nanos(), memory(before, after));
    }
  }

  private static Outcome memory(Memory before, Memory after) {
    ProcessMemory grown = after.process().minus(before.process());
    return new Outcome()
        .put("heap_mib", after.heap() - before.heap())
        .put("direct_mib", after.direct() - before.direct())
        .put("anonymous_mib", grown.anonymous() / KIBI_TO_MEBI)
        .put("shared_mib", grown.shared() / KIBI_TO_MEBI)
        .put("mapped_files_mib", grown.file() / KIBI_TO_MEBI);
  }
}
