package io.semj.recovery.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.filter.RecordFilter;
import io.semj.error.WorkCancelledException;
import io.semj.recovery.work.WorkControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class ParallelReplayTest {
  @TempDir private Path directory;

  /** Random keys, sizes, numbers of workers and barriers; the seed is in the failure's message. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldHandleTheEventsOfAKeyInTheOrderOfASequentialReplay(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    int keys = 1 + random.nextInt(40);
    int events = 2_000 + random.nextInt(4_000);
    Path journal = Files.createDirectory(directory.resolve("j" + seed));
    Journals.write(
        journal,
        events,
        (event, i) ->
            event.transactionId(1 + random.nextInt(keys)).payload(new byte[random.nextInt(900)]));
    RecordFilter barrier = record -> record.userspaceSequence() % (300 + seed) == 0;
    int workers = 1 + random.nextInt(6);

    Map<Long, List<Long>> expected = new HashMap<>();
    new Replay(journal, ReplayOptions.builder().build())
        .run(
            record ->
                expected
                    .computeIfAbsent(ReplayKey.transaction().of(record), key -> new ArrayList<>())
                    .add(record.userspaceSequence()));
    Map<Long, List<Long>> actual = new ConcurrentHashMap<>();
    ReplayReport report =
        new Replay(
                journal,
                ReplayOptions.builder()
                    .parallel(workers, ReplayKey.transaction())
                    .barrier(barrier)
                    .build())
            .run(
                record ->
                    actual
                        .computeIfAbsent(
                            ReplayKey.transaction().of(record),
                            key -> Collections.synchronizedList(new ArrayList<>()))
                        .add(record.userspaceSequence()));

    assertThat(actual).as("seed=%d", seed).isEqualTo(expected);
    assertThat(report.counts().barriers()).isEqualTo(events / (300 + seed));
    assertThat(report.counts().handled()).isEqualTo(events);
    assertThat(report.position()).isEqualTo(events);
  }

  @Test
  void shouldUseEveryWorker() {
    Journals.write(directory, 5_000);
    Set<String> threads = ConcurrentHashMap.newKeySet();
    new Replay(directory, ReplayOptions.builder().parallel(3, r -> r.eventId()).build())
        .run(record -> threads.add(Thread.currentThread().getName()));
    assertThat(threads)
        .containsExactlyInAnyOrder("semj-replay-0", "semj-replay-1", "semj-replay-2");
  }

  @Test
  void shouldFinishEverythingBeforeABarrierAndBeginNothingBehindIt() {
    Journals.write(directory, 5_000);
    Set<Long> begun = ConcurrentHashMap.newKeySet();
    Set<Long> done = ConcurrentHashMap.newKeySet();
    List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    RecordFilter barrier = record -> record.userspaceSequence() % 1_000 == 7;
    new Replay(
            directory,
            ReplayOptions.builder().parallel(4, r -> r.eventId()).barrier(barrier).build())
        .run(
            record -> {
              long sequence = record.userspaceSequence();
              begun.add(sequence);
              if (barrier.matches(record)) {
                if (done.size() != sequence - 1 || begun.size() != sequence) {
                  wrong.add(sequence + ": done " + done.size() + ", begun " + begun.size());
                }
              }
              done.add(sequence);
            });
    assertThat(wrong).isEmpty();
    assertThat(done).hasSize(5_000);
  }

  @Test
  void shouldReadNoFurtherAheadThanABoundWhenTheHandlersAreSlow() throws Exception {
    Journals.write(directory, 60_000);
    CountDownLatch go = new CountDownLatch(1);
    AtomicLong furthest = new AtomicLong();
    AtomicLong handled = new AtomicLong();
    ReplayOptions options =
        ReplayOptions.builder()
            .parallel(
                2,
                record -> {
                  furthest.set(record.userspaceSequence());
                  return record.eventId();
                })
            .build();
    Thread replay =
        new Thread(
            () ->
                new Replay(directory, options)
                    .run(
                        record -> {
                          try {
                            go.await();
                          } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                          }
                          handled.incrementAndGet();
                        }));
    replay.start();
    // The reading thread waits for the workers once all batches are under way.
    while (replay.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    long bound = (2L + 2 * 16 + 1) * Batch.MOST_RECORDS;
    assertThat(furthest.get()).isLessThan(bound);
    go.countDown();
    replay.join(TimeUnit.SECONDS.toMillis(60));
    assertThat(handled).hasValue(60_000);
  }

  @Test
  void shouldTakeEventsThatAreLargerThanABatch() {
    Journals.write(
        directory,
        20,
        (event, i) -> event.payload(new byte[i % 5 == 0 ? 400_000 : 10]).transactionId(1 + i % 3));
    AtomicLong bytes = new AtomicLong();
    ReplayReport report =
        new Replay(directory, ReplayOptions.builder().parallel(2, ReplayKey.transaction()).build())
            .run(record -> bytes.addAndGet(record.payloadSize()));
    assertThat(bytes).hasValue(4 * 400_000 + 16 * 10);
    assertThat(report.isClean()).isTrue();
  }

  @Test
  void shouldEndWhenItIsCancelled() {
    Journals.write(directory, 20_000);
    WorkControl control = new WorkControl();
    Set<Long> handled = ConcurrentHashMap.newKeySet();
    Replay replay =
        new Replay(
            directory,
            ReplayOptions.builder().parallel(2, ReplayKey.agent()).control(control).build());
    assertThatThrownBy(
            () ->
                replay.run(
                    record -> {
                      handled.add(record.userspaceSequence());
                      if (record.userspaceSequence() == 5_000) {
                        control.cancel();
                      }
                    }))
        .isInstanceOf(WorkCancelledException.class);
    assertThat(handled).containsAll(Journals.sequences(1, replay.report().position()));
    assertThat(handled.size()).isLessThan(20_000);
  }

  @Test
  void shouldEndWhenTheReadingThreadIsInterruptedWhileItWaits() throws Exception {
    Journals.write(directory, 60_000);
    CountDownLatch go = new CountDownLatch(1);
    List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger handled = new AtomicInteger();
    Thread replay =
        new Thread(
            () -> {
              try {
                new Replay(
                        directory, ReplayOptions.builder().parallel(2, ReplayKey.agent()).build())
                    .run(
                        record -> {
                          handled.incrementAndGet();
                          try {
                            go.await();
                          } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                          }
                        });
              } catch (WorkCancelledException e) {
                thrown.add(e);
              }
            });
    replay.start();
    while (replay.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    replay.interrupt();
    go.countDown();
    replay.join(TimeUnit.SECONDS.toMillis(60));
    assertThat(thrown).hasSize(1);
    assertThat(handled.get()).isLessThan(60_000);
  }

  @Test
  void shouldKeyByPathAgentTransactionAndChain() {
    Journals.write(
        directory,
        6,
        (event, i) -> {
          if (i <= 4) {
            event
                .path("/p" + i % 2)
                .agent("a" + i % 2, "", 0)
                .transactionId(i % 2 + 1)
                .causalityChainId(i % 2 + 1);
          }
        });
    for (ReplayKey key :
        List.of(
            ReplayKey.path(),
            ReplayKey.agent(),
            ReplayKey.transaction(),
            ReplayKey.causalityChain())) {
      List<Long> keys = new ArrayList<>();
      new Replay(directory, ReplayOptions.builder().build()).run(r -> keys.add(key.of(r)));
      assertThat(keys.get(0)).isEqualTo(keys.get(2)).isNotEqualTo(keys.get(1));
      assertThat(keys.get(1)).isEqualTo(keys.get(3));
      assertThat(keys.get(4)).isEqualTo(keys.get(5));
      assertThat(new HashSet<>(keys)).hasSize(3);
    }
  }

  @Test
  void shouldRefuseNumbersOfWorkersThatMakeNoSense() {
    assertThatThrownBy(() -> ReplayOptions.builder().parallel(0, ReplayKey.agent()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("number of workers is out of range: expected=1..256, actual=0");
  }

  @Test
  void shouldEndWhenItIsInterruptedWhilePaused() throws InterruptedException {
    Journals.write(directory, 5_000);
    WorkControl control = new WorkControl();
    CountDownLatch paused = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Replay replay =
        new Replay(
            directory,
            ReplayOptions.builder().parallel(2, r -> r.eventId()).control(control).build());
    Thread thread =
        new Thread(
            () -> {
              try {
                replay.run(
                    record -> {
                      if (record.userspaceSequence() == 100) {
                        control.pause();
                        paused.countDown();
                      }
                    });
              } catch (WorkCancelledException e) {
                thrown.set(e);
              }
            });
    thread.start();
    assertThat(paused.await(60, TimeUnit.SECONDS)).isTrue();
    thread.interrupt();
    thread.join(TimeUnit.SECONDS.toMillis(60));
    assertThat(thread.isAlive()).isFalse();
    assertThat(thrown.get()).isInstanceOf(WorkCancelledException.class);
    assertThat(replay.report().position()).isLessThan(5_000);
  }
}
