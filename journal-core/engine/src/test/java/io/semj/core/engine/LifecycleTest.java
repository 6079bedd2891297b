package io.semj.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.error.ErrorCategory;
import io.semj.error.JournalClosedException;
import io.semj.error.JournalFailedException;
import io.semj.error.StorageIoException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private final AtomicInteger failures = new AtomicInteger();
  private final Lifecycle lifecycle = new Lifecycle(failures::incrementAndGet);
  private final StorageIoException cause = new StorageIoException("gone");

  @Test
  void shouldAdmitWhatWasClaimedBeforeItClosed() {
    assertThat(lifecycle.beginClosing()).isTrue();
    lifecycle.closeBehind(41);
    assertThat(lifecycle.admits(41)).isTrue();
    assertThat(lifecycle.admits(42)).isFalse();
    lifecycle.closed();
    assertThat(lifecycle.admits(41)).isTrue();
    assertThat(lifecycle.admits(42)).isFalse();
  }

  @Test
  void shouldWaitForTheEndBeforeItAdmits() {
    assertThat(lifecycle.beginClosing()).isTrue();
    CompletableFuture<Boolean> admitted = CompletableFuture.supplyAsync(() -> lifecycle.admits(42));
    assertThat(admitted).isNotDone();
    lifecycle.closeBehind(42);
    assertThat(admitted.join()).isTrue();
  }

  @Test
  void shouldKeepTheFirstEndItWasTold() {
    lifecycle.closeBehind(41);
    lifecycle.closeBehind(50);
    assertThat(lifecycle.lastRingSequence()).isEqualTo(41);
  }

  @Test
  void shouldAdmitNothingOnceItHasFailed() {
    lifecycle.fail(cause);
    assertThat(lifecycle.admits(0)).isFalse();
    assertThat(lifecycle.beginClosing()).isFalse();
    lifecycle.closed();
    assertThat(lifecycle.hasFailed()).isTrue();
  }

  @Test
  void shouldKeepTheFirstFailureAndTellOfItOnce() {
    assertThat(lifecycle.fail(cause)).isTrue();
    assertThat(lifecycle.fail(new StorageIoException("another"))).isFalse();
    assertThat(lifecycle.failure()).isSameAs(cause);
    assertThat(failures).hasValue(1);
    assertThatThrownBy(lifecycle::requireOpen)
        .isInstanceOfSatisfying(
            JournalFailedException.class,
            e -> assertThat(e.category()).isEqualTo(ErrorCategory.STORAGE))
        .hasMessage("journal has failed: gone")
        .hasCause(cause);
  }

  @Test
  void shouldFailWhileItCloses() {
    assertThat(lifecycle.beginClosing()).isTrue();
    assertThat(lifecycle.fail(cause)).isTrue();
    assertThat(lifecycle.hasFailed()).isTrue();
  }

  @Test
  void shouldNotFailOnceItIsClosed() {
    assertThatCode(lifecycle::requireOpen).doesNotThrowAnyException();
    assertThat(lifecycle.beginClosing()).isTrue();
    assertThat(lifecycle.beginClosing()).isFalse();
    lifecycle.closed();
    assertThat(lifecycle.fail(cause)).isFalse();
    assertThat(lifecycle.hasEnded()).isTrue();
    assertThatThrownBy(lifecycle::requireOpen).isInstanceOf(JournalClosedException.class);
  }
}
