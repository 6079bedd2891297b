package io.semj.bench;

import io.semj.core.JournalConfig;
import io.semj.core.SemanticJournal;
import io.semj.query.JournalQueries;
import io.semj.query.RecordPosition;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long it takes to find where the record of a sequence, drawn at random, is. */
@BenchmarkMode({Mode.SampleTime, Mode.AverageTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PositionBenchmark {
  private static final int SEGMENTS = 10;
  private static final int EVENTS_PER_SEGMENT = 100_000;

  /** A journal of some closed segments. */
  @State(Scope.Benchmark)
  public static class Journal {
    private BenchDirectory directory;
    private JournalQueries queries;
    private final SplittableRandom random = new SplittableRandom(5);

    /** Fills and indexes it. */
    @Setup
    public void open() throws IOException {
      directory = BenchDirectory.create();
      BenchEvents.Reused events = new BenchEvents.Reused();
      for (int segment = 0; segment < SEGMENTS; segment++) {
        JournalConfig config = JournalConfig.builder(directory.path()).build();
        try (SemanticJournal journal = SemanticJournal.open(config)) {
          for (int i = 0; i < EVENTS_PER_SEGMENT; i++) {
            journal.emitEvent(events.next());
          }
        }
      }
      queries = JournalQueries.open(directory.path(), JournalQueries.UserKeys.NONE);
    }

    /** Deletes it. */
    @TearDown
    public void close() throws IOException {
      queries.close();
      directory.close();
    }
  }

  /** A lookup. */
  @Benchmark
  public RecordPosition positionOf(Journal journal) {
    return journal.queries.positionOf(1L + journal.random.nextInt(SEGMENTS * EVENTS_PER_SEGMENT));
  }
}
