package io.semj.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reading a closed journal of a million events from its first to its last, with the checksums of
 * every block and every record checked. Events per second; the files are in the page cache.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Benchmark)
public class ReadBackBenchmark {
  private static final int EVENTS = 1_000_000;

  private StoredJournal journal;

  /** Writes the journal. */
  @Setup
  public void write() throws IOException {
    write(EVENTS);
  }

  void write(int events) throws IOException {
    journal = StoredJournal.write(events);
  }

  /** Deletes it. */
  @TearDown
  public void delete() throws IOException {
    journal.close();
  }

  /** Through a view of each record, without a copy. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long zeroCopy() {
    return journal.pollAll();
  }

  /** As immutable objects. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long semanticEvents() {
    return journal.readAll();
  }
}
