package io.semj.recovery.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.error.ErrorCategory;
import io.semj.error.JournalTimeoutException;
import io.semj.error.WorkCancelledException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class WorkControlTest {
  private final AtomicLong now = new AtomicLong(5);

  @Test
  void shouldLetWorkGoOnUnlessAskedOtherwise() {
    WorkControl control = new WorkControl();
    assertThat(control.check()).isFalse();
    control.pause();
    control.resume();
    assertThat(control.check()).isFalse();
  }

  @Test
  void shouldHoldPausedWorkUntilItIsResumed() throws Exception {
    WorkControl control = new WorkControl();
    control.pause();
    CompletableFuture<Boolean> work = CompletableFuture.supplyAsync(control::check);
    assertThat(work).isNotDone();
    assertThat(control.isPaused()).isTrue();
    control.resume();
    // The work may have begun after the resumption only.
    assertThat(work.get(30, TimeUnit.SECONDS)).isIn(true, false);
  }

  @Test
  void shouldEndWorkThatIsCancelledEvenWhilePaused() {
    WorkControl control = new WorkControl();
    control.pause();
    CompletableFuture<Boolean> work = CompletableFuture.supplyAsync(control::check);
    control.cancel();
    assertThat(control.isCancelled()).isTrue();
    assertThatThrownBy(work::join).hasCauseInstanceOf(WorkCancelledException.class);
    assertThatThrownBy(control::check)
        .isInstanceOfSatisfying(
            WorkCancelledException.class,
            e -> assertThat(e.category()).isEqualTo(ErrorCategory.CANCELLED))
        .hasMessage("work was cancelled");
  }

  @Test
  void shouldEndWorkThatTakesTooLong() {
    WorkControl control = new WorkControl(Duration.ofSeconds(1), now::get);
    now.addAndGet(1_000_000_000);
    assertThat(control.check()).isFalse();
    now.addAndGet(1);
    assertThatThrownBy(control::check)
        .isInstanceOf(JournalTimeoutException.class)
        .hasMessage("work took longer than it may: limit=PT1S");
  }

  @Test
  void shouldEndPausedWorkWhoseTimeIsOver() {
    WorkControl control = new WorkControl(Duration.ofSeconds(1), now::get);
    control.pause();
    CompletableFuture<Boolean> work = CompletableFuture.supplyAsync(control::check);
    now.addAndGet(2_000_000_000);
    assertThatThrownBy(work::join).hasCauseInstanceOf(JournalTimeoutException.class);
  }

  @Test
  void shouldEndPausedWorkThatIsInterrupted() {
    WorkControl control = new WorkControl();
    control.pause();
    Thread.currentThread().interrupt();
    assertThatThrownBy(control::check).isInstanceOf(WorkCancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
