package io.semj.bench;

import io.semj.core.JournalConfig;
import io.semj.core.JournalReader;
import io.semj.core.SemanticJournal;
import io.semj.core.filter.EventFilter;
import io.semj.core.filter.RecordFilter;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.event.SemanticEvent;
import io.semj.format.RecordFlyweight;
import io.semj.query.EventQuery;
import io.semj.query.JournalQueries;
import io.semj.query.QueryResponse;
import io.semj.query.RecordPosition;
import io.semj.query.SortKey;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/**
 * Fills a journal with events that have types, agents, transactions, sessions and paths, and prints
 * how fast it is indexed, how large the indexes are, and how long questions take.
 *
 * <p>Options: {@code --events 10000000 --rounds 200}.
 */
public final class QueryTimes {
  private static final long SEED = 77;
  private static final double MICROS = 1e3;
  private static final long START = 1_750_000_000_000_000_000L;
  private static final long STEP = 1_000_000;
  private static final long SCATTERED = 99;
  private static final long IN_RUNS = 98;
  private static final int EVENTS_PER_MATCH = 10_000;
  private static final int RUN = 100;
  private static final int POSITIONS = 200_000;
  private static final int POLL = 1_000;

  private final PrintStream out;
  private final int events;
  private final int rounds;
  private final Path directory;
  private final Map<String, Double> figures = new LinkedHashMap<>();

  private QueryTimes(PrintStream out, int events, int rounds, Path directory) {
    this.out = out;
    this.events = events;
    this.rounds = rounds;
    this.directory = directory;
  }

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
    Options options = Options.parse(Map.of("events", "10000000", "rounds", "200"), args);
    try (BenchDirectory directory = BenchDirectory.create()) {
      new QueryTimes(out, options.number("events"), options.number("rounds"), directory.path())
          .measure();
    }
  }

  /**
   * Measures, and prints as well.
   *
   * @param out for people
   * @param directory empty
   * @param events to store first
   * @param rounds of each question
   * @return figures by name: microseconds, events a second, bytes an event
   * @throws IOException when the directory cannot be used
   */
  public static Map<String, Double> figures(PrintStream out, Path directory, int events, int rounds)
      throws IOException {
    QueryTimes times = new QueryTimes(out, events, rounds, directory);
    times.measure();
    return times.figures;
  }

  private void measure() throws IOException {
    fill();
    build();
    try (JournalQueries queries = JournalQueries.open(directory, JournalQueries.UserKeys.NONE)) {
      queries.queryEventsBySequence(1, 1, 1);
      SplittableRandom random = new SplittableRandom(SEED);
      time("by sequence", queries, i -> sequence(random.nextInt(events)));
      time("latest 20 by time", queries, i -> latest());
      time("one transaction", queries, i -> transaction(random));
      time("one path", queries, i -> path(random));
      time("20 of a type", queries, i -> ofType());
      time("1 s of time, 20 events", queries, i -> ofTime(random.nextInt(events)));
      positions(queries, random);
      compareWithScan(queries, "scattered", SCATTERED);
      compareWithScan(queries, "in runs of 100", IN_RUNS);
    }
  }

  /** One event in 10,000 is of each of two chains. */
  private static long chain(int i) {
    if (i % EVENTS_PER_MATCH == 7) {
      return SCATTERED;
    }
    return i % (RUN * EVENTS_PER_MATCH) / RUN == 3 ? IN_RUNS : 0;
  }

  private void positions(JournalQueries queries, SplittableRandom random) {
    Histogram nanos = new Histogram(3);
    for (int i = 0; i < POSITIONS; i++) {
      long sequence = 1L + random.nextInt(events);
      long begin = System.nanoTime();
      RecordPosition position = queries.positionOf(sequence);
      nanos.recordValue(System.nanoTime() - begin);
      if (!position.isPresent()) {
        throw new IllegalStateException("no position: sequence=" + sequence);
      }
    }
    out.printf(
        "%-24s p50 %,9.3f us  p99 %,9.3f us%n",
        "position of a sequence",
        nanos.getValueAtPercentile(50) / MICROS,
        nanos.getValueAtPercentile(99) / MICROS);
  }

  private void fill() {
    EventBuilder event = new EventBuilder(EventType.FILESYSTEM_WRITE);
    EventType[] types = EventType.values();
    byte[][] payloads = Payloads.pool();
    SplittableRandom random = new SplittableRandom(SEED);
    long begin = System.nanoTime();
    try (SemanticJournal journal = SemanticJournal.open(JournalConfig.builder(directory).build())) {
      for (int i = 0; i < events; i++) {
        event
            .reset(types[random.nextInt(types.length)])
            .timestampNanos(START + i * STEP)
            .agent("agent-" + random.nextInt(20), "", 0)
            .transactionId(1 + i / 20)
            .sessionId(1 + i / 5_000)
            .causalityChainId(chain(i))
            .path("/srv/data/tenant" + i / 40_000 + "/dir" + i / 400 + "/file" + i / 4)
            .payload(payloads[i % payloads.length]);
        journal.emitEvent(event);
      }
    }
    out.printf("%,d events emitted in %.1f s%n", events, (System.nanoTime() - begin) / 1e9);
  }

  private void build() throws IOException {
    long begin = System.nanoTime();
    try (JournalQueries queries = JournalQueries.open(directory, JournalQueries.UserKeys.NONE)) {
      queries.queryEventsBySequence(1, 1, 1);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    long journal = size(directory);
    long index = size(directory.resolve("index"));
    figures.put("indexed_events_per_s", events / seconds);
    figures.put("index_b_per_event", index / (double) events);
    out.printf(
        "indexed in %.1f s: %,.0f events/s; index %,d bytes of %,d: %.2f %%%n",
        seconds, events / seconds, index, journal, 100.0 * index / journal);
  }

  private static long size(Path directory) throws IOException {
    long bytes = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
      }
    }
    return bytes;
  }

  private static EventQuery sequence(int sequence) {
    return EventQuery.builder()
        .filter(EventFilter.builder().fromSequence(1 + sequence).build())
        .limit(1)
        .build();
  }

  private static EventQuery latest() {
    return EventQuery.builder().sort(SortKey.TIME).descending().limit(20).build();
  }

  private EventQuery transaction(SplittableRandom random) {
    return of(EventFilter.builder().transaction(1 + random.nextInt(events / 20)).build(), 100);
  }

  private EventQuery path(SplittableRandom random) {
    int i = random.nextInt(events);
    String path = "/srv/data/tenant" + i / 40_000 + "/dir" + i / 400 + "/file" + i / 4;
    return of(EventFilter.builder().path(path).build(), 100);
  }

  private static EventQuery ofType() {
    return of(EventFilter.builder().type(EventType.GRAPH_QUERY).build(), 20);
  }

  private static EventQuery ofTime(int i) {
    return of(
        EventFilter.builder()
            .fromTimeNanos(START + i * STEP)
            .toTimeNanos(START + (i + 1_000) * STEP)
            .build(),
        20);
  }

  private static EventQuery of(RecordFilter filter, int limit) {
    return EventQuery.builder().filter(filter).limit(limit).build();
  }

  private void time(String what, JournalQueries queries, IntFunction<EventQuery> query) {
    for (int i = 0; i < rounds; i++) {
      queries.queryEvents(query.apply(i));
    }
    Histogram nanos = new Histogram(3);
    for (int i = 0; i < rounds; i++) {
      nanos.recordValue(queries.queryEvents(query.apply(i)).queryTime().toNanos());
    }
    String name = what.replaceAll("[ ,]+", "_");
    figures.put(name + "_p50_us", nanos.getValueAtPercentile(50) / MICROS);
    figures.put(name + "_p99_us", nanos.getValueAtPercentile(99) / MICROS);
    out.printf(
        "%-24s p50 %,9.1f us  p99 %,9.1f us%n",
        what, nanos.getValueAtPercentile(50) / MICROS, nanos.getValueAtPercentile(99) / MICROS);
  }

  /**
   * One event in 10,000: by the index; by a reader, which is what there is without an index; and by
   * a query whose filter hides from the index what it wants.
   */
  private void compareWithScan(JournalQueries queries, String spread, long chain) {
    RecordFilter selective = EventFilter.builder().causalityChain(chain).build();
    RecordFilter hidden = record -> selective.matches(record);
    QueryResponse indexed = best(queries, of(selective, Integer.MAX_VALUE), 20);
    QueryResponse scanned = best(queries, of(hidden, Integer.MAX_VALUE), 3);
    if (!indexed.events().equals(scanned.events())) {
      throw new IllegalStateException("index and scan differ");
    }
    figures.put(
        "1_in_10000_" + spread.replace(' ', '_') + "_index_ms",
        indexed.queryTime().toNanos() / 1e6);
    figures.put(
        "1_in_10000_" + spread.replace(' ', '_') + "_scan_ms", scanned.queryTime().toNanos() / 1e6);
    long read = Math.min(readAll(selective), Math.min(readAll(selective), readAll(selective)));
    double index = indexed.queryTime().toNanos();
    out.printf(
        "1 in 10,000 %s (%,d events in %,d of %,d blocks): index %,.2f ms; reader %,.1f ms: %.0f"
            + " times; query without index %,.1f ms: %.0f times%n",
        spread,
        indexed.events().size(),
        indexed.explain().blocksRead(),
        indexed.explain().blocksConsidered(),
        index / 1e6,
        read / 1e6,
        read / index,
        scanned.queryTime().toNanos() / 1e6,
        scanned.queryTime().toNanos() / index);
  }

  private long readAll(RecordFilter filter) {
    long begin = System.nanoTime();
    List<SemanticEvent> found = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      while (reader.poll(record -> keep(filter, record, found), POLL) > 0) {
        // The handler has done it.
      }
    }
    return System.nanoTime() - begin;
  }

  private static void keep(RecordFilter filter, RecordFlyweight record, List<SemanticEvent> into) {
    if (filter.matches(record)) {
      into.add(SemanticEvent.copyOf(record.buffer(), record.offset(), record.length()));
    }
  }

  private static QueryResponse best(JournalQueries queries, EventQuery query, int times) {
    QueryResponse best = queries.queryEvents(query);
    for (int i = 1; i < times; i++) {
      QueryResponse next = queries.queryEvents(query);
      best = next.queryTime().compareTo(best.queryTime()) < 0 ? next : best;
    }
    return best;
  }
}
