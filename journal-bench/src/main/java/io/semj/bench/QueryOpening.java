package io.semj.bench;

import io.semj.core.JournalConfig;
import io.semj.core.SemanticJournal;
import io.semj.core.filter.EventFilter;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.query.EventQuery;
import io.semj.query.JournalQueries;
import io.semj.query.QueryResponse;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;

/**
 * Prints how long it takes to open a journal of many indexed segments for queries, and what its
 * first answers cost, in a JVM that has not done it before and again.
 *
 * <p>Options: {@code --segments 1000 --events 100 --rounds 5}, with so many events in each segment.
 */
public final class QueryOpening {
  private static final double MILLIS = 1e6;

  private QueryOpening() {}

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
        Options.parse(Map.of("segments", "1000", "events", "100", "rounds", "5"), args);
    int segments = options.number("segments");
    int events = options.number("events");
    try (BenchDirectory directory = BenchDirectory.create()) {
      JournalConfig config = JournalConfig.builder(directory.path()).build();
      for (int segment = 0; segment < segments; segment++) {
        fill(config, segment, events);
      }
      try (JournalQueries queries = open(config)) {
        queries.queryEventsBySequence(1, 1, 1); // makes the indexes
      }
      out.printf("%,d segments of %,d events%n", segments, events);
      for (int round = 0; round < options.number("rounds"); round++) {
        measure(out, config, (long) segments * events / 2);
      }
    }
  }

  private static void fill(JournalConfig config, int segment, int events) {
    EventBuilder event = new EventBuilder(EventType.FILESYSTEM_WRITE);
    try (SemanticJournal journal = SemanticJournal.open(config)) {
      for (int i = 0; i < events; i++) {
        event.reset(EventType.FILESYSTEM_WRITE).transactionId(1 + segment).payloadText("event");
        journal.emitEvent(event);
      }
    }
  }

  private static JournalQueries open(JournalConfig config) {
    return JournalQueries.open(config.directory(), JournalQueries.UserKeys.NONE);
  }

  private static void measure(PrintStream out, JournalConfig config, long sequence) {
    long begin = System.nanoTime();
    try (JournalQueries queries = open(config)) {
      queries.queryEventsBySequence(sequence, sequence, 1);
      long opened = System.nanoTime() - begin;
      QueryResponse first = queries.queryEvents(transaction());
      QueryResponse second = queries.queryEvents(transaction());
      out.printf(
          "opened and answered by sequence %.1f ms; by transaction %.2f ms, again %.2f ms%n",
          opened / MILLIS,
          first.queryTime().toNanos() / MILLIS,
          second.queryTime().toNanos() / MILLIS);
    }
    measureJournal(out, config);
  }

  private static void measureJournal(PrintStream out, JournalConfig config) {
    long begin = System.nanoTime();
    try (SemanticJournal journal = SemanticJournal.open(config)) {
      long opened = System.nanoTime() - begin;
      try (JournalQueries queries = JournalQueries.of(journal, JournalQueries.UserKeys.NONE)) {
        queries.queryEventsBySequence(1, 1, 1);
        out.printf(
            "journal opened %.1f ms, then queries opened and answered %.1f ms%n",
            opened / MILLIS, (System.nanoTime() - begin - opened) / MILLIS);
      }
    }
  }

  private static EventQuery transaction() {
    return EventQuery.builder().filter(EventFilter.builder().transaction(3).build()).build();
  }
}
