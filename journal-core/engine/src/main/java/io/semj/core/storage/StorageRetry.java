package io.semj.core.storage;

import io.semj.core.RetryPolicy;
import io.semj.core.metrics.MetricsRecorder;
import io.semj.error.ErrorCategory;
import io.semj.error.StorageException;
import io.semj.error.StorageIoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Does storage operations, and tries again those that fail with what may pass: a {@link
 * StorageIoException}. A full device, a denied access and a missing file do not pass by waiting a
 * moment, so they are thrown at once; they neither open nor close the circuit breaker. Any thread.
 */
public final class StorageRetry {
  /**
   * What is to be done. It may be done several times: it must be able to begin anew after a
   * failure.
   *
   * @param <T> its result
   */
  @FunctionalInterface
  public interface Operation<T> {
    /**
     * Does it once.
     *
     * @return its result
     * @throws IOException when it fails
     */
    T run() throws IOException;
  }

  /** Waits between attempts. */
  @FunctionalInterface
  public interface Sleeper {
    /**
     * Waits.
     *
     * @param nanos how long
     * @throws InterruptedException when the thread was interrupted
     */
    void sleep(long nanos) throws InterruptedException;
  }

  private final RetryPolicy policy;
  private final LongSupplier nanoClock;
  private final Sleeper sleeper;
  private final Runnable onRetry;
  private final Consumer<ErrorCategory> onError;
  private final CircuitBreaker breaker;

  /**
   * A retry that waits for real, and counts attempts that are made again.
   *
   * @param policy how often and how long
   * @param metrics to count in
   */
  public StorageRetry(RetryPolicy policy, MetricsRecorder metrics) {
    this(policy, System::nanoTime, TimeUnit.NANOSECONDS::sleep, metrics::retried, metrics::error);
  }

  /**
   * A retry.
   *
   * @param policy how often and how long
   * @param nanoClock the time, as {@link System#nanoTime()}
   * @param sleeper waits between attempts
   * @param onRetry called before each further attempt
   * @param onError called with the error that each further attempt hides; one that is thrown is the
   *     caller's to count
   */
  public StorageRetry(
      RetryPolicy policy,
      LongSupplier nanoClock,
      Sleeper sleeper,
      Runnable onRetry,
      Consumer<ErrorCategory> onError) {
    this.policy = policy;
    this.nanoClock = nanoClock;
    this.sleeper = sleeper;
    this.onRetry = onRetry;
    this.onError = onError;
    this.breaker = new CircuitBreaker(policy.breakerThreshold(), policy.breakerReset().toNanos());
  }

  /**
   * Does an operation, again and again as the policy says.
   *
   * @param file that it uses
   * @param name of the operation, in a word or two
   * @param operation what to do
   * @param <T> its result
   * @return what the first successful attempt returned
   * @throws StorageException of the last attempt, or at once while the circuit breaker is open
   */
  public <T> T call(Path file, String name, Operation<T> operation) {
    StorageIoException refusal = breaker.refusal(nanoClock.getAsLong());
    if (refusal != null) {
      throw new StorageIoException(
          "storage circuit breaker is open: operation="
              + name
              + ", file="
              + file
              + ", lastFailure="
              + refusal.getMessage(),
          refusal);
    }
    for (int retry = 1; ; retry++) {
      StorageException failure;
      try {
        T result = operation.run();
        breaker.succeeded();
        return result;
      } catch (IOException e) {
        failure = StorageErrors.translate(e, file, name);
      } catch (UncheckedIOException e) {
        failure = StorageErrors.translate(e.getCause(), file, name);
      } catch (StorageException e) {
        failure = e;
      }
      if (!(failure instanceof StorageIoException transientFailure)) {
        breaker.answered(nanoClock.getAsLong());
        throw failure;
      }
      if (retry > policy.maxRetries() || !sleptBefore(retry)) {
        breaker.failed(transientFailure, nanoClock.getAsLong());
        throw failure;
      }
      onError.accept(failure.category());
      onRetry.run();
    }
  }

  /** False when the thread was interrupted: whoever did that wants no more attempts. */
  private boolean sleptBefore(int retry) {
    try {
      sleeper.sleep(policy.delayNanos(retry));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Whether the circuit breaker keeps operations from the device.
   *
   * @return true from the failure that opened it to the success that closes it
   */
  public boolean isOpen() {
    return breaker.isOpen();
  }
}
