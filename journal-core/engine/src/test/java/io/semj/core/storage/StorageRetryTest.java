package io.semj.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.semj.core.JournalMetrics;
import io.semj.core.RetryPolicy;
import io.semj.core.metrics.MetricsRecorder;
import io.semj.error.CorruptionException;
import io.semj.error.ErrorCategory;
import io.semj.error.InsufficientSpaceException;
import io.semj.error.JournalNotFoundException;
import io.semj.error.StorageException;
import io.semj.error.StorageIoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StorageRetryTest {
  private static final Path FILE = Path.of("/data/a.semj");
  private static final long MILLISECOND = 1_000_000L;
  private static final long RESET_NANOS = 30_000 * MILLISECOND;

  private final List<Long> sleeps = new ArrayList<>();
  private final List<ErrorCategory> errors = new ArrayList<>();
  private int retries;
  private int attempts;
  private long now = 5;
  private boolean interruptSleep;

  private final StorageRetry retry = retry(RetryPolicy.standard().withBreaker(2, seconds(30)));

  private static Duration seconds(int count) {
    return Duration.ofSeconds(count);
  }

  private StorageRetry retry(RetryPolicy policy) {
    return new StorageRetry(policy, () -> now, this::sleep, () -> retries++, errors::add);
  }

  private void sleep(long nanos) throws InterruptedException {
    if (interruptSleep) {
      throw new InterruptedException("test");
    }
    sleeps.add(nanos);
    now += nanos;
  }

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  private String succeed() {
    attempts++;
    return "done";
  }

  private String fail() throws IOException {
    attempts++;
    throw new IOException("Input/output error");
  }

  private String failTwice() throws IOException {
    return attempts < 2 ? fail() : succeed();
  }

  private void callAndFail() {
    assertThatExceptionOfType(StorageIoException.class)
        .isThrownBy(() -> retry.call(FILE, "append", this::fail))
        .withMessage(
            "storage operation failed: operation=append, file=/data/a.semj,"
                + " reason=Input/output error");
  }

  private void openTheBreaker() {
    callAndFail();
    callAndFail();
    assertThat(retry.isOpen()).isTrue();
    attempts = 0;
  }

  private void assertFailsFast() {
    int before = attempts;
    assertThatExceptionOfType(StorageIoException.class)
        .isThrownBy(() -> retry.call(FILE, "force", this::succeed))
        .withMessage(
            "storage circuit breaker is open: operation=force, file=/data/a.semj,"
                + " lastFailure=storage operation failed: operation=append, file=/data/a.semj,"
                + " reason=Input/output error")
        .withCauseInstanceOf(StorageIoException.class);
    assertThat(attempts).isEqualTo(before);
  }

  @Test
  void shouldReturnTheResultOfTheFirstAttempt() {
    assertThat(retry.call(FILE, "append", this::succeed)).isEqualTo("done");
    assertThat(attempts).isEqualTo(1);
    assertThat(sleeps).isEmpty();
    assertThat(retries).isZero();
    assertThat(errors).isEmpty();
  }

  @Test
  void shouldTryAgainAfterTransientErrors() {
    assertThat(retry.call(FILE, "append", this::failTwice)).isEqualTo("done");
    assertThat(attempts).isEqualTo(3);
    assertThat(sleeps).containsExactly(10 * MILLISECOND, 20 * MILLISECOND);
    assertThat(retries).isEqualTo(2);
    assertThat(errors).containsExactly(ErrorCategory.STORAGE, ErrorCategory.STORAGE);
    assertThat(retry.isOpen()).isFalse();
  }

  @Test
  void shouldThrowTheLastErrorWhenRetriesAreUsedUp() {
    callAndFail();
    assertThat(attempts).isEqualTo(4);
    assertThat(sleeps).containsExactly(10 * MILLISECOND, 20 * MILLISECOND, 40 * MILLISECOND);
    assertThat(retries).isEqualTo(3);
    assertThat(errors).hasSize(3);
  }

  @Test
  void shouldNotTryAgainWhereThePolicyHasNoRetries() {
    StorageRetry never =
        retry(RetryPolicy.standard().withRetries(0, Duration.ZERO, 1, Duration.ZERO));
    assertThatExceptionOfType(StorageIoException.class)
        .isThrownBy(() -> never.call(FILE, "append", this::fail));
    assertThat(attempts).isEqualTo(1);
    assertThat(sleeps).isEmpty();
  }

  @Test
  void shouldNotTryAgainWhatDoesNotPass() {
    assertThatExceptionOfType(InsufficientSpaceException.class)
        .isThrownBy(() -> retry.call(FILE, "append", this::meetAFullDisk));
    assertThatExceptionOfType(JournalNotFoundException.class)
        .isThrownBy(
            () ->
                retry.call(
                    FILE,
                    "open",
                    () -> {
                      throw new NoSuchFileException("a");
                    }));
    assertThat(sleeps).isEmpty();
    assertThat(errors).isEmpty();
  }

  private String meetAFullDisk() throws IOException {
    attempts++;
    throw new IOException("No space left on device");
  }

  @Test
  void shouldTryAgainTypedAndUncheckedTransientErrors() {
    List<RuntimeException> failures =
        new ArrayList<>(
            List.of(
                new StorageIoException("short write: file=a"),
                new UncheckedIOException(new IOException("Input/output error"))));
    String result =
        retry.call(
            FILE,
            "append",
            () -> {
              if (!failures.isEmpty()) {
                throw failures.remove(0);
              }
              return "done";
            });
    assertThat(result).isEqualTo("done");
    assertThat(retries).isEqualTo(2);
  }

  @Test
  void shouldLetThroughTypedErrorsThatDoNotPass() {
    StorageException damage = new CorruptionException("bad block", "a.semj", 512);
    assertThatExceptionOfType(CorruptionException.class)
        .isThrownBy(
            () ->
                retry.call(
                    FILE,
                    "read",
                    () -> {
                      throw damage;
                    }))
        .isSameAs(damage);
    assertThat(sleeps).isEmpty();
  }

  @Test
  void shouldGiveUpAndStayInterruptedWhenItsSleepIsInterrupted() {
    interruptSleep = true;
    callAndFail();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(attempts).isEqualTo(1);
    assertThat(retries).isZero();
  }

  @Test
  void shouldOpenTheBreakerAfterFailedCallsInARow() {
    callAndFail();
    assertThat(retry.isOpen()).isFalse();
    callAndFail();
    assertThat(retry.isOpen()).isTrue();
    assertFailsFast();
  }

  @Test
  void shouldCountFailedCallsAnewAfterASuccess() {
    callAndFail();
    retry.call(FILE, "append", this::succeed);
    callAndFail();
    assertThat(retry.isOpen()).isFalse();
    callAndFail();
    assertThat(retry.isOpen()).isTrue();
  }

  @Test
  void shouldNotOpenTheBreakerForErrorsThatDoNotPass() {
    for (int i = 0; i < 10; i++) {
      assertThatExceptionOfType(InsufficientSpaceException.class)
          .isThrownBy(() -> retry.call(FILE, "append", this::meetAFullDisk));
    }
    assertThat(retry.isOpen()).isFalse();
  }

  @Test
  void shouldFailFastUntilTheResetTimeHasPassed() {
    openTheBreaker();
    now += RESET_NANOS - 1;
    assertFailsFast();
    now += 1;
    assertThat(retry.call(FILE, "append", this::succeed)).isEqualTo("done");
  }

  @Test
  void shouldCloseTheBreakerWhenTheTrialSucceeds() {
    openTheBreaker();
    now += RESET_NANOS;
    retry.call(FILE, "append", this::succeed);
    assertThat(retry.isOpen()).isFalse();
    callAndFail();
    assertThat(retry.isOpen()).isFalse();
  }

  @Test
  void shouldOpenTheBreakerAgainWhenTheTrialFails() {
    openTheBreaker();
    now += RESET_NANOS;
    callAndFail();
    assertThat(retry.isOpen()).isTrue();
    assertFailsFast();
    now += RESET_NANOS;
    retry.call(FILE, "append", this::succeed);
    assertThat(retry.isOpen()).isFalse();
  }

  @Test
  void shouldLetOnlyOneCallThroughWhileHalfOpen() {
    openTheBreaker();
    now += RESET_NANOS;
    String result =
        retry.call(
            FILE,
            "append",
            () -> {
              assertThat(retry.isOpen()).isTrue();
              assertFailsFast();
              return "trial";
            });
    assertThat(result).isEqualTo("trial");
    assertThat(retry.isOpen()).isFalse();
  }

  @Test
  void shouldTryTheNextCallWhenTheTrialWasRefusedForAnotherReason() {
    openTheBreaker();
    now += RESET_NANOS;
    assertThatExceptionOfType(InsufficientSpaceException.class)
        .isThrownBy(() -> retry.call(FILE, "append", this::meetAFullDisk));
    assertThat(retry.isOpen()).isTrue();
    assertThat(retry.call(FILE, "append", this::succeed)).isEqualTo("done");
    assertThat(retry.isOpen()).isFalse();
  }

  @Test
  void shouldLetAnotherCallTryWhenATrialNeverCameBack() {
    openTheBreaker();
    now += RESET_NANOS;
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                retry.call(
                    FILE,
                    "append",
                    () -> {
                      throw new IllegalStateException("a bug");
                    }));
    assertFailsFast();
    now += RESET_NANOS;
    assertThat(retry.call(FILE, "append", this::succeed)).isEqualTo("done");
  }

  @Test
  void shouldCountRetriesInTheMetrics() {
    MetricsRecorder metrics = new MetricsRecorder(0);
    StorageRetry real =
        new StorageRetry(
            RetryPolicy.standard().withRetries(3, Duration.ZERO, 1, Duration.ZERO), metrics);
    real.call(FILE, "append", this::failTwice);
    JournalMetrics snapshot = metrics.snapshot(0, 0, 0, 0, 1);
    assertThat(snapshot.events().retried()).isEqualTo(2);
    assertThat(snapshot.errors()).isEqualTo(Map.of(ErrorCategory.STORAGE, 2L));
  }
}
