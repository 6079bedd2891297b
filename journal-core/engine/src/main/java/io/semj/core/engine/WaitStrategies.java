package io.semj.core.engine;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import io.semj.core.WaitMode;

/** How the writer waits for events; public for the benchmarks' peer, which waits the same way. */
public final class WaitStrategies {
  private WaitStrategies() {}

  /**
   * A strategy.
   *
   * @param mode the setting
   * @return a new one
   */
  public static WaitStrategy of(WaitMode mode) {
    return switch (mode) {
      case SLEEPING -> new ParkingWaitStrategy();
      case YIELDING -> new YieldingWaitStrategy();
      case BUSY_SPIN -> new BusySpinWaitStrategy();
      case BLOCKING -> new BlockingWaitStrategy();
    };
  }
}
