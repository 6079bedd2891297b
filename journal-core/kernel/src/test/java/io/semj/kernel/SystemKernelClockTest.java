package io.semj.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.semj.error.StorageIoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemKernelClockTest {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  @TempDir private Path directory;

  private static long now() {
    return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
  }

  private Path uptime(String text) throws IOException {
    return Files.writeString(directory.resolve("uptime"), text);
  }

  @Test
  void shouldBelieveTheMonotonicClockWhereItAgreesWithTheTimeSinceBoot() throws IOException {
    long sinceBoot = TimeUnit.SECONDS.toNanos(1_000);
    SystemKernelClock clock = new SystemKernelClock(uptime("1200.50 99.1\n"), () -> sinceBoot);
    assertThat(clock.offsetNanos()).isCloseTo(now() - sinceBoot, within(MINUTE));
  }

  @Test
  void shouldBelieveTheMonotonicClockHoweverLongTheMachinePausesBetweenTwoReadings()
      throws IOException {
    Path file = uptime("1000.00 99.1");
    AtomicLong seconds = new AtomicLong(1_000);
    LongSupplier afterAPause =
        () -> {
          long now = seconds.addAndGet(600);
          try {
            uptime(now + ".00 99.1");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return TimeUnit.SECONDS.toNanos(now);
        };
    long offset = new SystemKernelClock(file, afterAPause).offsetNanos();
    // Between the first two readings behind the one that was compared.
    assertThat(offset).isCloseTo(now() - TimeUnit.SECONDS.toNanos(2_500), within(MINUTE));
  }

  @Test
  void shouldTakeTheTimeSinceBootWhereTheMonotonicClockCountsFromElsewhere() throws IOException {
    for (long elsewhere : new long[] {Long.MAX_VALUE / 2, -5, TimeUnit.SECONDS.toNanos(5_000)}) {
      SystemKernelClock clock = new SystemKernelClock(uptime("1200.50 99.1\n"), () -> elsewhere);
      assertThat(clock.offsetNanos())
          .isCloseTo(now() - TimeUnit.MILLISECONDS.toNanos(1_200_500), within(MINUTE));
    }
  }

  @Test
  void shouldSayThatTheOffsetHasToBeGivenWhereTheSystemDoesNotTell() throws IOException {
    assertThatThrownBy(() -> new SystemKernelClock(uptime("soon"), () -> 1).offsetNanos())
        .isInstanceOf(StorageIoException.class)
        .hasMessageContaining("has to be given");
    Path none = directory.resolve("none");
    assertThatThrownBy(() -> new SystemKernelClock(none, () -> 1).offsetNanos())
        .isInstanceOf(StorageIoException.class);
  }
}
