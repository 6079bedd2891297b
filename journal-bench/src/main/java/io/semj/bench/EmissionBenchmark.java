package io.semj.bench;

import io.semj.core.ProducerMode;
import io.semj.core.RingPlacement;
import io.semj.event.SemanticEvent;
import io.semj.suite.subject.BareRing;
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
 * What {@code emitEvent} costs its caller when it is called without a pause, so that the ring is
 * full now and then, beside a bare Disruptor that is handed the same bytes in the same run. {@link
 * io.semj.suite.Suite} measures the same at a steady rate, and beside peers.
 *
 * <p>Sampled times include the two clock readings around each sample. The average includes waiting
 * for a full ring, and is the throughput of the slower side.
 */
@BenchmarkMode({Mode.SampleTime, Mode.AverageTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class EmissionBenchmark {
  /** An open journal. */
  @State(Scope.Benchmark)
  public static class Journal {
    /** How many threads may emit. */
    @Param({"MULTI", "SINGLE"})
    public ProducerMode producer;

    /** Whether the ring is a file that survives the process; the two differ in nothing else. */
    @Param({"PRIVATE", "SURVIVING"})
    public RingPlacement ring;

    private BenchJournal open;

    /** Opens it. */
    @Setup
    public void open() throws IOException {
      open = BenchJournal.open(producer, ring);
    }

    /** Closes and deletes it. */
    @TearDown
    public void close() throws IOException {
      open.close();
    }
  }

  /** A bare Disruptor. */
  @State(Scope.Benchmark)
  public static class Ring {
    /** How many threads may publish. */
    @Param({"MULTI", "SINGLE"})
    public ProducerMode producer;

    private BareRing bare;

    /** Starts it. */
    @Setup
    public void start() {
      bare = BareRing.toMemory(producer);
    }

    /** Stops it. */
    @TearDown
    public void stop() {
      bare.close();
    }
  }

  /** A builder that is used again. */
  @State(Scope.Thread)
  public static class Claim {
    private final BenchEvents.Reused events = new BenchEvents.Reused();
  }

  /** Events that exist already. */
  @State(Scope.Thread)
  public static class Prebuilt {
    private final BenchEvents.Prebuilt events = new BenchEvents.Prebuilt();
  }

  /** The allocation-free way: fills a reused builder and emits it. */
  @Benchmark
  public long claim(Journal journal, Claim claim) {
    return journal.open.journal().emitEvent(claim.events.next());
  }

  /** The everyday way: emits an event that was built before. */
  @Benchmark
  public long prebuilt(Journal journal, Prebuilt prebuilt) {
    return journal.open.journal().emitEvent(prebuilt.events.next());
  }

  /** The peer: claim, copy and publish of the same record, and nothing else. */
  @Benchmark
  public long bareRing(Ring ring, Prebuilt prebuilt) {
    SemanticEvent event = prebuilt.events.next();
    return ring.bare.publish(event.image(), event.encode());
  }
}
