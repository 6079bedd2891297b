package io.semj.bench;

import io.semj.core.JournalMetrics;
import io.semj.core.ProducerMode;
import io.semj.core.RingPlacement;
import io.semj.core.SemanticJournal;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Emits without a pause for some seconds, waits until all of it is durable, and prints how many
 * events a second that was, the last sync included.
 *
 * <p>Options: {@code --seconds 30 --producers 1 --mode MULTI}.
 */
public final class SustainedThroughput {
  private static final int EVENTS_BETWEEN_CLOCKS = 256;
  private static final double MEGA = 1e6;

  private SustainedThroughput() {}

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
    Options options =
        Options.parse(Map.of("seconds", "30", "producers", "1", "mode", "MULTI"), args);
    long nanos = TimeUnit.SECONDS.toNanos(options.number("seconds"));
    ProducerMode mode = options.choice("mode", ProducerMode.class);
    int producers = options.number("producers");
    if (mode == ProducerMode.SINGLE && producers != 1) {
      throw new IllegalArgumentException("mode SINGLE has one producer: producers=" + producers);
    }
    try (BenchJournal open = BenchJournal.open(mode, RingPlacement.AUTO)) {
      SemanticJournal journal = open.journal();
      long begin = System.nanoTime();
      long events = emit(journal, producers, begin + nanos);
      long emitted = System.nanoTime() - begin;
      long durable = journal.flush();
      long elapsed = System.nanoTime() - begin;
      out.printf("producers=%d mode=%s events=%,d durable=%,d%n", producers, mode, events, durable);
      report(out, journal, events, emitted, elapsed);
    }
  }

  private static long emit(SemanticJournal journal, int producers, long deadline) {
    List<CompletableFuture<Long>> running = new ArrayList<>();
    for (int i = 0; i < producers; i++) {
      CompletableFuture<Long> result = new CompletableFuture<>();
      Thread thread = new Thread(() -> produce(journal, deadline, result), "producer-" + i);
      thread.start();
      running.add(result);
    }
    return running.stream().mapToLong(CompletableFuture::join).sum();
  }

  private static void produce(
      SemanticJournal journal, long deadline, CompletableFuture<Long> result) {
    try {
      BenchEvents.Reused events = new BenchEvents.Reused();
      long count = 0;
      while (System.nanoTime() - deadline < 0) {
        for (int i = 0; i < EVENTS_BETWEEN_CLOCKS; i++) {
          journal.emitEvent(events.next());
        }
        count += EVENTS_BETWEEN_CLOCKS;
      }
      result.complete(count);
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }

  private static void report(
      PrintStream out, SemanticJournal journal, long events, long emitted, long elapsed) {
    double seconds = elapsed / 1e9;
    JournalMetrics metrics = journal.metrics();
    long bytes = metrics.storage().journalBytes();
    out.printf(
        "emitted in %.2f s, durable in %.2f s: %,.0f events/s to durable%n",
        emitted / 1e9, seconds, events / seconds);
    out.printf(
        "journal %,d bytes, %.1f MB/s stored, %.1f MB/s of payload, ratio %.2f%n",
        bytes,
        bytes / seconds / MEGA,
        events * (double) Payloads.LENGTH / seconds / MEGA,
        metrics.storage().compressionRatio());
    JournalMetrics.Latency sync = metrics.sync();
    out.printf(
        "syncs %,d: mean %,.0f us, p99 %,d us, max %,d us%n",
        sync.samples(), sync.mean() / 1e3, sync.p99() / 1000, sync.max() / 1000);
    out.println(metrics);
  }
}
