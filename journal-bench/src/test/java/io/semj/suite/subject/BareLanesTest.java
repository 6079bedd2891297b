package io.semj.suite.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BareLanesTest {
  private static final int MOST = 4;
  private static final int CAPACITY = 64;
  private static final int STRIDE = 32;
  private static final int EACH = 5_000;

  private final LanePool pool = new LanePool(MOST, CAPACITY, STRIDE);
  private final List<Long> taken = new ArrayList<>();

  private void keep(DirectBuffer memory, int offset, int length) {
    assertThat(length).isEqualTo(Long.BYTES);
    taken.add(memory.getLong(offset));
  }

  private static byte[] bytes(long value) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(value).array();
  }

  private static void emit(BareLanes lanes, long[] byNumber, long from, int count) {
    for (long value = from; value < from + count; value++) {
      byNumber[(int) lanes.publish(bytes(value))] = value;
    }
  }

  private static FutureTask<Void> start(Runnable work) {
    FutureTask<Void> task = new FutureTask<>(work, null);
    new Thread(task, "emitting").start();
    return task;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10})
  void shouldHandOverAllEventsOfAllThreadsInTheOrderOfTheirNumbers(int threads)
      throws ExecutionException, InterruptedException {
    long[] byNumber = new long[threads * EACH];
    try (BareLanes lanes = BareLanes.start(pool, this::keep)) {
      List<FutureTask<Void>> running =
          IntStream.range(0, threads)
              .mapToObj(i -> start(() -> emit(lanes, byNumber, (long) i * EACH, EACH)))
              .toList();
      for (FutureTask<Void> task : running) {
        task.get();
      }
      lanes.awaitConsumed();
    }
    assertThat(taken).hasSize(byNumber.length).doesNotHaveDuplicates();
    assertThat(taken).containsExactlyElementsOf(Arrays.stream(byNumber).boxed().toList());
    assertThat(pool.all()).hasSizeLessThanOrEqualTo(MOST);
  }

  @Test
  void shouldGiveTheLanesOfEndedThreadsToLaterOnes() throws InterruptedException {
    int threads = 50;
    long[] byNumber = new long[threads * CAPACITY];
    try (BareLanes lanes = BareLanes.start(pool, this::keep)) {
      for (int i = 0; i < threads; i++) {
        long from = (long) i * CAPACITY;
        Thread thread = new Thread(() -> emit(lanes, byNumber, from, CAPACITY));
        thread.start();
        thread.join();
      }
      lanes.awaitConsumed();
    }
    assertThat(pool.all()).hasSize(1);
    assertThat(taken)
        .containsExactlyElementsOf(LongStream.range(0, byNumber.length).boxed().toList());
  }

  @Test
  void shouldMakeAThreadWaitForRoomInItsOwnLaneOnly()
      throws ExecutionException, InterruptedException {
    CountDownLatch mayGoOn = new CountDownLatch(1);
    BareRing.Sink held =
        (memory, offset, length) -> {
          awaitUninterruptibly(mayGoOn);
          keep(memory, offset, length);
        };
    long[] byNumber = new long[2 * CAPACITY + 1];
    try (BareLanes lanes = BareLanes.start(pool, held)) {
      FutureTask<Void> full = start(() -> emit(lanes, byNumber, 0, CAPACITY + 1));
      await().until(() -> pool.all().length == 1);
      emit(lanes, byNumber, 1_000, CAPACITY);
      assertThat(full.isDone()).isFalse();
      mayGoOn.countDown();
      full.get();
      lanes.awaitConsumed();
    }
    assertThat(taken).containsExactlyElementsOf(Arrays.stream(byNumber).boxed().toList());
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldTellEmittersAndWaitersThatTheConsumerFailed() {
    BareRing.Sink failing =
        (memory, offset, length) -> {
          throw new IllegalStateException("no more");
        };
    try (BareLanes lanes = BareLanes.start(pool, failing)) {
      assertThatThrownBy(() -> emit(lanes, new long[CAPACITY + 1], 0, CAPACITY + 1))
          .hasMessage("nobody consumes any more");
      assertThatThrownBy(lanes::awaitConsumed).hasMessage("consumer failed");
    }
  }
}
