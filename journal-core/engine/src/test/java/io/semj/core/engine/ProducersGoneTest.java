package io.semj.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.MultiProducerSequencer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SleepingWaitStrategy;
import org.junit.jupiter.api.Test;

class ProducersGoneTest {
  private final MultiProducerSequencer sequencer =
      new MultiProducerSequencer(8, new SleepingWaitStrategy());
  private final Sequence released = new Sequence();

  ProducersGoneTest() {
    sequencer.addGatingSequences(released);
  }

  private void emit(int times) {
    for (int i = 0; i < times; i++) {
      sequencer.publish(sequencer.next());
    }
  }

  @Test
  void shouldLetNobodyClaimASlotAnyMore() {
    emit(5);
    released.set(2);
    assertThat(ProducersGone.await(sequencer, 2)).isTrue();
    assertThatThrownBy(() -> sequencer.tryNext(1))
        .isInstanceOf(InsufficientCapacityException.class);
  }

  @Test
  void shouldSayThatAProducerIsStillOnItsWay() {
    emit(3);
    long claimed = sequencer.next();
    emit(2);
    assertThat(ProducersGone.await(sequencer, -1)).isFalse();
    sequencer.publish(claimed);
  }

  @Test
  void shouldWaitForAProducerThatIsOnItsWay() {
    emit(3);
    long claimed = sequencer.next();
    Thread late = new Thread(() -> sequencer.publish(claimed));
    late.start();
    assertThat(ProducersGone.await(sequencer, -1)).isTrue();
  }

  @Test
  void shouldHaveNothingToClaimInAFullRing() {
    emit(8);
    assertThat(ProducersGone.await(sequencer, -1)).isTrue();
  }
}
