package io.semj.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.MultiProducerSequencer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.Sequencer;
import com.lmax.disruptor.WaitStrategy;
import io.semj.core.WaitMode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class PublishedBarrierTest {
  private static final int CAPACITY = 8;

  private final WaitStrategy wait = WaitStrategies.of(WaitMode.BLOCKING);
  private final Sequencer sequencer = new MultiProducerSequencer(CAPACITY, wait);
  private final Sequence released = new Sequence();
  private final PublishedBarrier barrier = new PublishedBarrier(sequencer, wait);

  PublishedBarrierTest() {
    sequencer.addGatingSequences(released);
  }

  @Test
  void shouldStopBeforeASlotThatIsClaimedAndNotPublished() throws Exception {
    sequencer.next(4);
    sequencer.publish(0, 1);
    sequencer.publish(3);
    assertThat(barrier.waitFor(0)).isEqualTo(1);
    sequencer.publish(2);
    assertThat(barrier.waitFor(2)).isEqualTo(3);
  }

  @Test
  void shouldGoOnBehindSlotsThatWereDroppedAndPublishedAgainMeanwhile() throws Exception {
    sequencer.publish(sequencer.next(CAPACITY) - CAPACITY + 1, CAPACITY - 1);
    released.set(CAPACITY - 1); // dropped before the barrier has seen them
    long last = sequencer.next(CAPACITY);
    sequencer.publish(CAPACITY, last);
    assertThat(barrier.waitFor(CAPACITY)).isEqualTo(last);
  }

  @ParameterizedTest
  @EnumSource(WaitMode.class)
  void shouldWakeForAnAlertHoweverItWaits(WaitMode mode) {
    WaitStrategy strategy = WaitStrategies.of(mode);
    PublishedBarrier waiting =
        new PublishedBarrier(new MultiProducerSequencer(CAPACITY, strategy), strategy);
    CompletableFuture<Long> waiter = CompletableFuture.supplyAsync(() -> waitFor(waiting));
    waiting.alert();
    assertThat(waiter.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(-1);
    waiting.clearAlert();
    assertThat(waiting.isAlerted()).isFalse();
  }

  private static long waitFor(PublishedBarrier barrier) {
    try {
      return barrier.waitFor(0);
    } catch (AlertException alerted) {
      return -1;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldRefuseToWaitWhileAlerted() {
    barrier.alert();
    assertThatThrownBy(() -> barrier.waitFor(0)).isSameAs(AlertException.INSTANCE);
  }

  @Test
  void shouldGiveEverySequenceOnceToTheConsumerOfManyProducers() throws Exception {
    int producers = 3;
    int each = 20_000;
    Thread[] threads = new Thread[producers];
    for (int i = 0; i < producers; i++) {
      threads[i] = new Thread(() -> publish(each), "producer-" + i);
      threads[i].start();
    }
    long next = 0;
    while (next < (long) producers * each) {
      long available = barrier.waitFor(next);
      assertThat(available).isGreaterThanOrEqualTo(next);
      next = available + 1;
      released.set(available);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(next).isEqualTo((long) producers * each);
    assertThat(sequencer.getCursor()).isEqualTo(next - 1);
  }

  private void publish(int times) {
    for (int i = 0; i < times; i++) {
      sequencer.publish(sequencer.next());
    }
  }
}
