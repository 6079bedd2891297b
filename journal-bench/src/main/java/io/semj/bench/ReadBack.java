package io.semj.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Writes a journal of as many events as wanted, then reads it back several times and prints events
 * per second, with the checksums of every block and every record checked.
 *
 * <p>Options: {@code --events 5000000 --rounds 5}.
 */
public final class ReadBack {
  private ReadBack() {}

  /**
   * Runs and prints.
   *
   * @param args options
   * @throws IOException when the directory cannot be used
   */
  public static void main(String[] args) throws IOException {
    run(System.out, args);
  }

  static void run(PrintStream out, String... args) throws IOException {
    Options options = Options.parse(Map.of("events", "5000000", "rounds", "5"), args);
    int events = options.number("events");
    try (StoredJournal journal = StoredJournal.write(events)) {
      out.printf("journal of %,d events in %,d bytes%n", events, journal.bytes());
      for (int round = 1; round <= options.number("rounds"); round++) {
        double poll = perSecond(journal::pollAll, events);
        double objects = perSecond(journal::readAll, events);
        out.printf(
            "round %d: zero-copy %,.0f events/s, SemanticEvent %,.0f events/s%n",
            round, poll, objects);
      }
    }
  }

  private static double perSecond(LongSupplier read, int events) {
    long begin = System.nanoTime();
    long bytes = read.getAsLong();
    long nanos = System.nanoTime() - begin;
    if (bytes != (long) events * Payloads.LENGTH) {
      throw new IllegalStateException("payloads are not what was written: bytes=" + bytes);
    }
    return events * 1e9 / nanos;
  }
}
