package io.semj.recovery.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.RecordHandler;
import io.semj.error.WorkCancelledException;
import io.semj.recovery.work.WorkControl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When events are handled, by a clock that moves only when somebody waits for it. */
@Timeout(300)
class ReplayPacingTest {
  private static final long MILLI = 1_000_000;

  @TempDir private Path directory;
  private final List<Long> times = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong now = new AtomicLong(77);
  private final ReplayClock clock =
      new ReplayClock() {
        @Override
        public long nanoTime() {
          return now.get();
        }

        @Override
        public void waitUntil(long nanos, WorkControl control) {
          control.check();
          now.accumulateAndGet(nanos, Math::max);
        }
      };

  /** Events at so many milliseconds. */
  private void write(long... millis) {
    Journals.write(
        directory,
        millis.length,
        (event, i) -> event.timestampNanos(Journals.FIRST_TIME + millis[i - 1] * MILLI));
  }

  private ReplayReport run(ReplayOptionsBuilder options, RecordHandler handler) {
    long began = now.get();
    return new Replay(directory, options.build(), clock)
        .run(
            record -> {
              times.add((now.get() - began) / MILLI);
              handler.onRecord(record);
            });
  }

  private ReplayReport run(ReplaySpeed speed) {
    return run(ReplayOptions.builder().speed(speed), record -> {});
  }

  @Test
  void shouldKeepThePausesBetweenEvents() {
    write(0, 10, 10, 250, 1_000);
    ReplayReport report = run(ReplaySpeed.REAL_TIME);
    assertThat(times).containsExactly(0L, 10L, 10L, 250L, 1_000L);
    assertThat(report.elapsed().toMillis()).isEqualTo(1_000);
  }

  @Test
  void shouldShortenOrLengthenThePauses() {
    write(0, 10, 100);
    run(ReplaySpeed.timesRealTime(10));
    run(ReplaySpeed.timesRealTime(0.5));
    assertThat(times).containsExactly(0L, 1L, 10L, 0L, 20L, 200L);
  }

  @Test
  void shouldNotWaitForEventsThatAreOutOfOrder() {
    write(0, 500, 100, 400, 600);
    run(ReplaySpeed.REAL_TIME);
    assertThat(times).containsExactly(0L, 500L, 500L, 500L, 600L);
  }

  @Test
  void shouldKeepAnEvenRate() {
    write(0, 0, 0, 0, 0);
    run(ReplaySpeed.eventsPerSecond(100));
    assertThat(times).containsExactly(0L, 10L, 20L, 30L, 40L);
  }

  @Test
  void shouldNotCatchUpInABurstAfterASlowEvent() {
    write(new long[40]);
    run(
        ReplayOptions.builder().speed(ReplaySpeed.eventsPerSecond(100)),
        record -> {
          if (record.userspaceSequence() == 1) {
            now.addAndGet(1_000 * MILLI);
          }
        });
    assertThat(times.subList(1, 12)).allMatch(time -> time == 1_000);
    assertThat(times.get(20)).isGreaterThanOrEqualTo(1_090);
    assertThat(times.get(39)).isGreaterThanOrEqualTo(1_270);
  }

  @Test
  void shouldObeyBothARateAndTheTime() {
    write(0, 0, 0, 100);
    run(new ReplaySpeed(100, 1));
    assertThat(times).containsExactly(0L, 10L, 20L, 100L);
  }

  @Test
  void shouldHandleWhatIsDueBeforeItWaitsInParallelToo() {
    write(0, 10, 20, 30);
    List<Long> begun = Collections.synchronizedList(new ArrayList<>());
    ReplayReport report =
        run(
            ReplayOptions.builder()
                .speed(ReplaySpeed.REAL_TIME)
                .parallel(2, record -> record.eventId()),
            record -> begun.add(record.userspaceSequence()));
    assertThat(begun).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    assertThat(report.elapsed().toMillis()).isEqualTo(30);
  }

  @Test
  void shouldEndWhileItWaitsWhenItIsCancelled() {
    write(0, 1_000_000_000);
    WorkControl control = new WorkControl();
    ReplayOptions options =
        ReplayOptions.builder().speed(ReplaySpeed.REAL_TIME).control(control).build();
    // On the system's clock: the second event is due in days.
    assertThatThrownBy(() -> new Replay(directory, options).run(record -> control.cancel()))
        .isInstanceOf(WorkCancelledException.class);
  }

  @Test
  void shouldWaitOnTheSystemsClock() {
    write(0, 30);
    long began = System.nanoTime();
    new Replay(directory, ReplayOptions.builder().speed(ReplaySpeed.REAL_TIME).build())
        .run(record -> {});
    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(30));
  }

  @Test
  void shouldRefuseWhatIsNoSpeed() {
    assertThatThrownBy(() -> ReplaySpeed.timesRealTime(-1))
        .hasMessage("times real time is no speed: expected=0 or more, actual=-1.0");
    assertThatThrownBy(() -> ReplaySpeed.eventsPerSecond(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(ReplaySpeed.UNLIMITED).hasToString("unlimited");
    assertThat(new ReplaySpeed(5, 2)).hasToString("5.0 events/s, 2.0 times real time");
  }
}
