package io.semj.kernel;

import io.semj.error.StorageIoException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Reads the difference between the wall clock and the kernel's from the running system. On Linux
 * the JVM's {@code nanoTime} is the kernel's monotonic clock to the nanosecond, which no
 * documentation promises: it is believed while it agrees with the time since boot that the system
 * tells, which counts on while the machine is suspended and so may be more. Else that time serves,
 * exact to 10 ms.
 */
final class SystemKernelClock {
  private static final long TOLERANCE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int SAMPLES = 8;

  private final Path uptimeFile;
  private final LongSupplier monotonic;

  SystemKernelClock(Path uptimeFile, LongSupplier monotonic) {
    this.uptimeFile = uptimeFile;
    this.monotonic = monotonic;
  }

  long offsetNanos() {
    long counted = monotonic.getAsLong(); // first: it is not ahead, however long the next one takes
    long sinceBoot = sinceBootNanos();
    long now = epochNanos();
    if (counted > 0 && counted <= sinceBoot + TOLERANCE_NANOS) {
      return monotonicOffset();
    }
    return now - sinceBoot;
  }

  /** The wall clock is read between two readings of the other; the closest pair counts. */
  private long monotonicOffset() {
    long best = Long.MAX_VALUE;
    long offset = 0;
    for (int i = 0; i < SAMPLES; i++) {
      long before = monotonic.getAsLong();
      long wall = epochNanos();
      long width = monotonic.getAsLong() - before;
      if (width < best) {
        best = width;
        offset = wall - before - width / 2;
      }
    }
    return offset;
  }

  private static long epochNanos() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  private long sinceBootNanos() {
    try {
      String text = Files.readString(uptimeFile, StandardCharsets.US_ASCII).trim();
      int end = text.indexOf(' ');
      BigDecimal seconds = new BigDecimal(end < 0 ? text : text.substring(0, end));
      return seconds.movePointRight(9).longValue();
    } catch (IOException | NumberFormatException e) {
      throw new StorageIoException(
          "the kernel's clock cannot be read, its offset has to be given: file=" + uptimeFile, e);
    }
  }
}
