package io.semj.bench;

import io.semj.core.JournalConfig;
import io.semj.core.SemanticJournal;
import io.semj.core.WaitMode;
import io.semj.core.filter.EventFilter;
import io.semj.event.SemanticEvent;
import io.semj.subscribe.DeliveryWait;
import io.semj.subscribe.EventListener;
import io.semj.subscribe.JournalSubscriptions;
import io.semj.subscribe.SubscribeFrom;
import io.semj.subscribe.Subscription;
import io.semj.suite.measure.Pace;
import io.semj.suite.subject.Producer;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How long an event takes from before its emission to each listener, with both ways of waiting, and
 * what subscribers cost those who emit, and how fast they catch up. A busy waiter goes with a
 * writer that spins too. Events are paced by a thread that sleeps, or answered: then the last
 * subscriber emits the next one, which leaves out how soon the operating system gives a third
 * thread one of two spinning processors.
 *
 * <p>Options: {@code --events 3000 --micros 1000 --subscribers 64 --seconds 3 --rate 100000}:
 * events of a latency run and the pause between two of them; subscribers of the larger run; seconds
 * and rate of an emission run.
 */
public final class DeliveryLatency {
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "events",
          "3000",
          "micros",
          "1000",
          "subscribers",
          "64",
          "seconds",
          "3",
          "rate",
          "100000");
  private static final long LONGEST = 60_000_000_000L;
  private static final long NANOS = 1_000_000_000L;
  private static final double MICROS = 1e3;
  private static final int EVENTS_TO_CATCH_UP = 200;

  private final PrintStream out;
  private final Options options;

  private DeliveryLatency(PrintStream out, Options options) {
    this.out = out;
    this.options = options;
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
    DeliveryLatency program = new DeliveryLatency(out, Options.parse(DEFAULTS, args));
    int many = program.options.number("subscribers");
    for (DeliveryWait wait : DeliveryWait.values()) {
      for (boolean paced : new boolean[] {true, false}) {
        program.latency(wait, 1, paced);
        program.latency(wait, many, paced);
      }
    }
    program.emission();
    program.catchUp(1);
    program.catchUp(8);
  }

  private void latency(DeliveryWait wait, int subscribers, boolean paced) throws IOException {
    int events = options.number("events");
    try (BenchDirectory directory = BenchDirectory.create()) {
      WaitMode writer = wait == DeliveryWait.BUSY_SPIN ? WaitMode.BUSY_SPIN : WaitMode.SLEEPING;
      JournalConfig config = JournalConfig.builder(directory.path()).waitStrategy(writer).build();
      try (SemanticJournal journal = SemanticJournal.open(config);
          JournalSubscriptions subscriptions = JournalSubscriptions.of(journal, wait)) {
        List<Stopwatch> watches = new ArrayList<>();
        Pacer pacer = new Pacer(journal, 2 * events);
        for (int i = 0; i < subscribers; i++) {
          Runnable next = paced || i < subscribers - 1 ? () -> {} : pacer::emit;
          Stopwatch watch = new Stopwatch(pacer.emitted, events, next);
          subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.beginning(), watch);
          watches.add(watch);
        }
        if (paced) {
          pacer.emitAll(options.number("micros") * 1_000L);
        } else {
          pacer.emit();
        }
        watches.forEach(watch -> watch.await(2L * events));
        print(wait + ", " + subscribers + (paced ? ", paced" : ", answered"), watches);
      }
    }
  }

  /** Emits and says when it did. */
  private static final class Pacer {
    private final BenchEvents.Prebuilt events = new BenchEvents.Prebuilt();
    private final SemanticJournal journal;
    private final AtomicLongArray emitted;
    private final int count;
    private int sequence;

    Pacer(SemanticJournal journal, int count) {
      this.journal = journal;
      this.emitted = new AtomicLongArray(count + 1);
      this.count = count;
    }

    void emit() {
      if (sequence < count) {
        SemanticEvent event = events.next();
        emitted.set(++sequence, System.nanoTime());
        journal.emitEvent(event);
      }
    }

    void emitAll(long pauseNanos) {
      while (sequence < count) {
        emit();
        LockSupport.parkNanos(pauseNanos);
      }
    }
  }

  private void print(String what, List<Stopwatch> watches) {
    Histogram all = new Histogram(LONGEST, 3);
    watches.forEach(watch -> all.add(watch.times));
    out.printf(
        "%-28s p50 %,10.1f us  p90 %,10.1f us  p99 %,10.1f us%n",
        what,
        all.getValueAtPercentile(50) / MICROS,
        all.getValueAtPercentile(90) / MICROS,
        all.getValueAtPercentile(99) / MICROS);
  }

  /** Takes the times of the events behind the first ones, which warm up. */
  private static final class Stopwatch implements EventListener {
    private final Histogram times = new Histogram(LONGEST, 3);
    private final AtomicLongArray emitted;
    private final long warmUp;
    private final Runnable then;
    private volatile long last;

    Stopwatch(AtomicLongArray emitted, long warmUp, Runnable then) {
      this.emitted = emitted;
      this.warmUp = warmUp;
      this.then = then;
    }

    @Override
    public void onEvent(SemanticEvent event) {
      long sequence = event.sequence();
      if (sequence > warmUp) {
        times.recordValue(Math.min(LONGEST, System.nanoTime() - emitted.get((int) sequence)));
      }
      last = sequence;
      then.run();
    }

    void await(long sequence) {
      while (last < sequence) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  private void emission() throws IOException {
    int rate = options.number("rate");
    long nanos = options.number("seconds") * 1_000_000_000L;
    for (int subscribers : new int[] {0, 8, 0, 8}) {
      try (BenchDirectory directory = BenchDirectory.create();
          SemanticJournal journal =
              SemanticJournal.open(JournalConfig.builder(directory.path()).build());
          JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
        for (int i = 0; i < subscribers; i++) {
          subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.now(), event -> {});
        }
        BenchEvents.Reused events = new BenchEvents.Reused();
        Producer emission = () -> journal.emitEvent(events.next());
        paced(emission, rate, nanos / 2);
        Histogram times = paced(emission, rate, nanos);
        out.printf(
            "emission at %,d/s, %d subscribers: p50 %,d ns  p99 %,d ns  p99.9 %,d ns%n",
            rate,
            subscribers,
            times.getValueAtPercentile(50),
            times.getValueAtPercentile(99),
            times.getValueAtPercentile(99.9));
      }
    }
  }

  private void catchUp(int subscribers) throws IOException {
    int count = options.number("events") * EVENTS_TO_CATCH_UP;
    try (BenchDirectory directory = BenchDirectory.create();
        SemanticJournal journal =
            SemanticJournal.open(JournalConfig.builder(directory.path()).build())) {
      BenchEvents.Reused events = new BenchEvents.Reused();
      for (int i = 0; i < count; i++) {
        journal.emitEvent(events.next());
      }
      journal.flush();
      try (JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
        long begin = System.nanoTime();
        List<Subscription> all = new ArrayList<>();
        for (int i = 0; i < subscribers; i++) {
          all.add(subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.beginning(), event -> {}));
        }
        while (all.stream().anyMatch(subscription -> subscription.lag() > 0)) {
          LockSupport.parkNanos(1_000_000);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        out.printf(
            "%d subscribers catch up with %,d events: %,.0f events/s each%n",
            subscribers, count, count / seconds);
      }
    }
  }

  /** The times of the calls, without what the scheduler added before them. */
  private static Histogram paced(Producer emission, int rate, long nanos) throws IOException {
    Histogram calls = new Histogram(3);
    Pace.run(emission, NANOS / rate, nanos, calls, new Histogram(3));
    return calls;
  }
}
