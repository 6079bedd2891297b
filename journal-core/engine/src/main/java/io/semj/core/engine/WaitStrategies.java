package io.semj.core.engine;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.SleepingWaitStrategy;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import io.semj.core.WaitMode;

/** How the writer waits for events. */
final class WaitStrategies {
  private static final int RETRIES = 200;
  private static final long SLEEP_NANOS = 100_000;

  private WaitStrategies() {}

  static WaitStrategy of(WaitMode mode) {
    return switch (mode) {
      case SLEEPING -> new SleepingWaitStrategy(RETRIES, SLEEP_NANOS);
      case YIELDING -> new YieldingWaitStrategy();
      case BUSY_SPIN -> new BusySpinWaitStrategy();
      case BLOCKING -> new BlockingWaitStrategy();
    };
  }
}
