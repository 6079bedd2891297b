package io.semj.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LargeBufferPoolTest {
  private final LargeBufferPool pool = new LargeBufferPool(1 << 20, LargeMemory.PRIVATE);

  @Property
  void shouldGiveBuffersOfTheNextPowerOfTwo(@ForAll @IntRange(min = 1, max = 1 << 22) int length) {
    LargeBuffer buffer = new LargeBufferPool(1, LargeMemory.PRIVATE).take(length);
    assertThat(buffer.capacity()).isGreaterThanOrEqualTo(length);
    assertThat((long) buffer.capacity()).isEqualTo(LargeBufferPool.sizeOf(length));
    assertThat(Integer.bitCount(buffer.capacity())).isEqualTo(1);
    assertThat(buffer.capacity()).isLessThan(Math.max(1025, 2 * length));
  }

  @Test
  void shouldReserveUpToItsLimit() {
    assertThat(pool.tryReserve(1 << 19)).isTrue();
    assertThat(pool.tryReserve(1 << 19)).isTrue();
    assertThat(pool.tryReserve(1024)).isFalse();
  }

  @Test
  void shouldTakeReservationsBackWithTheirBuffers() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(pool.tryReserve(LargeBufferPool.sizeOf(600_000))).isTrue();
      pool.release(pool.take(600_000));
    }
  }

  @Test
  void shouldReserveMoreThanItsLimitForOneAlone() {
    assertThat(pool.tryReserve(2 << 20)).isTrue();
    assertThat(pool.tryReserve(1024)).isFalse();
  }

  @Test
  void shouldTakeTheReservationBackWhenThereIsNoMemoryForTheBuffer() {
    LargeMemory usedUp =
        new LargeMemory() {
          @Override
          public LargeBuffer allocate(int size) {
            throw new OutOfMemoryError("no heap left");
          }

          @Override
          public void free(LargeBuffer buffer) {
            throw new AssertionError("nothing was given");
          }
        };
    LargeBufferPool poor = new LargeBufferPool(1 << 20, usedUp);
    for (int i = 0; i < 100; i++) {
      assertThat(poor.tryReserve(LargeBufferPool.sizeOf(600_000))).isTrue();
      assertThatThrownBy(() -> poor.take(600_000)).isInstanceOf(OutOfMemoryError.class);
    }
  }

  @Test
  void shouldUseBuffersAgain() {
    assertThat(pool.tryReserve(LargeBufferPool.sizeOf(5_000))).isTrue();
    LargeBuffer first = pool.take(5_000);
    pool.release(first);
    assertThat(pool.take(8_000)).isSameAs(first);
  }
}
