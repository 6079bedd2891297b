package io.semj.bench;

import io.semj.core.ProducerMode;
import io.semj.core.RingPlacement;
import io.semj.query.JournalQueries;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What {@code emitEvent} costs its caller while the index of the live segment is kept, and while
 * none is. The average, which includes waiting for a full ring, is the throughput of the writer
 * beside the index's thread: where processors are few the two share them.
 */
@BenchmarkMode({Mode.SampleTime, Mode.AverageTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class IndexedEmissionBenchmark {
  /** Whether there is an index. */
  public enum Index {
    /** Nobody asks the journal. */
    NONE,
    /** The live segment is indexed as it is written. */
    KEPT
  }

  /** An open journal. */
  @State(Scope.Benchmark)
  public static class Journal {
    /** Whether the index is kept. */
    @Param({"NONE", "KEPT"})
    public Index index;

    private BenchJournal open;
    private JournalQueries queries;

    /** Opens it. */
    @Setup
    public void open() throws IOException {
      open = BenchJournal.open(ProducerMode.MULTI, RingPlacement.AUTO);
      if (index == Index.KEPT) {
        queries = JournalQueries.of(open.journal(), JournalQueries.UserKeys.NONE);
      }
    }

    /** Closes and deletes it. */
    @TearDown
    public void close() throws IOException {
      if (queries != null) {
        queries.close();
      }
      open.close();
    }
  }

  /** A builder that is used again. */
  @State(Scope.Thread)
  public static class Claim {
    private final BenchEvents.Reused events = new BenchEvents.Reused();
  }

  /** Fills a reused builder and emits it. */
  @Benchmark
  public long emit(Journal journal, Claim claim) {
    return journal.open.journal().emitEvent(claim.events.next());
  }
}
