package io.semj.recovery.work;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NanoClock;

/**
 * Measures work in phases and reports it to a listener: at the beginning of a phase, then at most
 * ten times a second, and at its end. It belongs to the thread that works.
 */
public final class WorkMeter {
  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** How quickly old measurements are forgotten: the rate is that of about so long. */
  private static final double MEMORY_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final WorkListener listener;
  private final NanoClock clock;
  private String phase = "";
  private long total;
  private long done;
  private long events;
  private long reportedNanos;
  private long reportedDone;
  private long reportedEvents;
  private double donePerNano;
  private double eventsPerNano;
  private double weight;

  /**
   * A meter with the system's clock.
   *
   * @param listener hears the progress
   */
  public WorkMeter(WorkListener listener) {
    this(listener, System::nanoTime);
  }

  /**
   * A meter.
   *
   * @param listener hears the progress
   * @param clock tells the time
   */
  public WorkMeter(WorkListener listener, NanoClock clock) {
    this.listener = requireNonNull(listener, "listener");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * Begins a phase and reports that.
   *
   * @param name of the phase
   * @param expected how much there is to do
   */
  public void begin(String name, long expected) {
    phase = requireNonNull(name, "name");
    total = expected;
    done = 0;
    events = 0;
    reportedNanos = clock.nanoTime();
    reportedDone = 0;
    reportedEvents = 0;
    donePerNano = 0;
    eventsPerNano = 0;
    weight = 0;
    report();
  }

  /**
   * Tells how far the phase is. Costs a reading of the clock: call it once a block, not once an
   * event.
   *
   * @param doneNow of the phase, not less than before; more than the total raises that
   * @param eventsNow handled in the phase, not less than before
   */
  public void at(long doneNow, long eventsNow) {
    done = doneNow;
    events = eventsNow;
    long now = clock.nanoTime();
    if (now - reportedNanos >= INTERVAL_NANOS) {
      measure(now);
      report();
    }
  }

  /**
   * The phase is done: reports that all of it is.
   *
   * @param eventsInAll handled in the phase
   */
  public void end(long eventsInAll) {
    done = Math.max(done, total);
    events = eventsInAll;
    total = done;
    measure(clock.nanoTime());
    report();
  }

  /** Forgets the time since the last report: the work was held. */
  public void held() {
    reportedNanos = clock.nanoTime();
    reportedDone = done;
    reportedEvents = events;
  }

  /** A mean in which a measurement counts by its duration, and the less the older it is. */
  private void measure(long now) {
    long nanos = now - reportedNanos;
    if (nanos <= 0) {
      return;
    }
    double kept = weight * Math.exp(-nanos / MEMORY_NANOS);
    donePerNano = (donePerNano * kept + (done - reportedDone)) / (kept + nanos);
    eventsPerNano = (eventsPerNano * kept + (events - reportedEvents)) / (kept + nanos);
    weight = kept + nanos;
    reportedNanos = now;
    reportedDone = done;
    reportedEvents = events;
  }

  private void report() {
    total = Math.max(total, done);
    listener.onProgress(
        new WorkProgress(phase, done, total, events, eventsPerNano * NANOS_PER_SECOND, eta()));
  }

  private Optional<Duration> eta() {
    if (done == total) {
      return Optional.of(Duration.ZERO);
    }
    return donePerNano <= 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos((long) ((total - done) / donePerNano)));
  }
}
