package io.semj.suite.measure;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * What a process takes while nothing comes: the subject's own threads, which are those that were
 * not there before it was opened, and the JVM's told apart.
 */
final class IdleTime {
  private static final double PERCENT = 100;
  private static final long LOOK_AGAIN_NANOS = 100_000_000;
  private static final int QUIET_LOOKS = 5;
  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

  private final Set<String> others = ThreadTimes.now().threads();

  /**
   * Waits until the JVM has compiled nothing for half a second, then measures.
   *
   * @param mostWaiting for the compiler, in nanoseconds
   * @param nanos to measure
   * @param outcome receives percents of one core
   */
  Outcome measure(long mostWaiting, long nanos, Outcome outcome) {
    awaitCompiler(mostWaiting);
    ThreadTimes before = ThreadTimes.now();
    long begin = System.nanoTime();
    pause(nanos);
    ThreadTimes after = ThreadTimes.now();
    if (!ThreadTimes.isSupported()) {
      return outcome;
    }
    double percent = PERCENT / (System.nanoTime() - begin);
    double own = after.since(before, others) * percent;
    double all = after.since(before) * percent;
    return outcome
        .put("idle_cpu_percent", own)
        .put("idle_jvm_cpu_percent", Math.max(0, all - own))
        .put("idle_process_cpu_percent", all);
  }

  private static void awaitCompiler(long most) {
    long end = System.nanoTime() + most;
    long compiled = compiled();
    for (int quiet = 0; quiet < QUIET_LOOKS && System.nanoTime() - end < 0; quiet++) {
      pause(LOOK_AGAIN_NANOS);
      long now = compiled();
      if (now != compiled) {
        quiet = -1;
        compiled = now;
      }
    }
  }

  private static long compiled() {
    return COMPILER == null || !COMPILER.isCompilationTimeMonitoringSupported()
        ? 0
        : COMPILER.getTotalCompilationTime();
  }

  /** Sleeps so long and no shorter. */
  static void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
