package io.semj.recovery.replay;

import io.semj.core.RecordHandler;
import io.semj.core.filter.EventFilter;
import io.semj.core.filter.FilterBounds;
import io.semj.core.filter.RecordFilter;
import io.semj.core.storage.JournalDirectory;
import io.semj.error.JournalException;
import io.semj.error.JournalTimeoutException;
import io.semj.error.ReplayException;
import io.semj.error.WorkCancelledException;
import io.semj.format.RecordFlyweight;
import io.semj.recovery.replay.ReplayReport.Outcome;
import io.semj.recovery.work.Interruption;
import io.semj.recovery.work.WorkMeter;
import java.time.Duration;
import java.util.Optional;

/** One run of a replay: reads, checks, filters, delivers, and keeps the position. One thread. */
final class ReplayRun {
  private final JournalDirectory directory;
  private final ReplayOptions options;
  private final ReplayRange range;
  private final ReplayClock clock;
  private final ReplayFindings findings;
  private final ReplayChecks checks;
  private final HandlerErrors errors;
  private final WorkMeter meter;
  private final PositionKeeper keeper;
  private final RecordFilter filter;
  private final boolean timeBounded;
  private final long beganNanos;
  private Delivery delivery;
  private Outcome outcome = Outcome.RUNNING;
  private String reason;
  private long blocks;
  private long read;
  private long wanted;
  private long firstRead;
  private long lastRead;
  private long endNanos;

  ReplayRun(
      JournalDirectory directory, ReplayOptions options, ReplayRange range, ReplayClock clock) {
    this.directory = directory;
    this.options = options;
    this.range = range;
    this.clock = clock;
    findings = new ReplayFindings(options.onDamage(), directory.path());
    checks = new ReplayChecks(options.validation(), findings);
    errors = new HandlerErrors(options);
    meter = new WorkMeter(options.listener(), clock::nanoTime);
    keeper = new PositionKeeper(directory, options, range);
    filter = options.filter();
    timeBounded =
        options.range().minTimeNanos() != FilterBounds.ALL.minTimeNanos()
            || options.range().maxTimeNanos() != FilterBounds.ALL.maxTimeNanos();
    beganNanos = clock.nanoTime();
  }

  ReplayReport handling(RecordHandler handler) {
    Pacer pacer =
        options.speed().isLimited() ? new Pacer(options.speed(), clock, options.control()) : null;
    delivery =
        options.workers() == 0
            ? new DirectDelivery(handler, errors, options.control(), pacer)
            : new ParallelDelivery(options, handler, errors, pacer, keeper::at);
    return run(keeper);
  }

  ReplayReport counting() {
    delivery = new DryDelivery(options.control());
    return run(null);
  }

  private ReplayReport run(PositionKeeper kept) {
    meter.begin("replay", range.expected());
    Throwable failure = null;
    try {
      deliverAll(kept);
      outcome = Outcome.COMPLETED;
    } catch (Throwable e) {
      failure = e;
      outcome = Outcome.STOPPED;
      reason = String.valueOf(e.getMessage());
      throw e;
    } finally {
      delivery.close();
      endNanos = clock.nanoTime();
      if (kept != null) {
        kept.end(delivery.completed(), failure);
      }
    }
    meter.end(read);
    return report();
  }

  private void deliverAll(PositionKeeper kept) {
    boolean strict = options.validation() != ReplayValidation.NONE;
    try (ReplaySource source =
        new ReplaySource(directory, range.from(), strict, options.onDamage(), findings)) {
      readAll(source, kept);
    } catch (JournalException e) {
      Interruption.translate(e);
      if (isOfReading(e)) {
        delivery.finish(); // What lies before the damage is handled, as it is without workers.
      }
      throw e;
    }
    delivery.finish();
  }

  private static boolean isOfReading(JournalException e) {
    return !(e instanceof ReplayException
        || e instanceof WorkCancelledException
        || e instanceof JournalTimeoutException);
  }

  private void readAll(ReplaySource source, PositionKeeper kept) {
    while (source.nextBlock()) {
      if (options.control().check()) {
        meter.held();
      }
      Interruption.check("read");
      blocks++;
      checks.block(source);
      if (!readBlock(source) || source.lastInBlock() >= range.to()) {
        delivery.reached(range.to());
        return;
      }
      delivery.reached(source.lastInBlock());
      meter.at(source.lastInBlock() - range.begin() + 1, read);
      if (kept != null) {
        kept.at(delivery.completed());
      }
    }
    if (range.to() == Long.MAX_VALUE) {
      checks.end(range.mark(), Math.max(source.blocks().reachedSequence(), range.from() - 1));
    }
  }

  /** Whether to go on behind the block. */
  private boolean readBlock(ReplaySource source) {
    long from = range.from();
    long to = range.to();
    while (source.nextRecord()) {
      checks.record(source);
      RecordFlyweight record = source.record();
      long sequence = record.userspaceSequence();
      if (sequence > to) {
        return false;
      }
      if (sequence >= from) {
        read++;
        if (firstRead == 0) {
          firstRead = sequence;
        }
        lastRead = sequence;
        checks.recordInRange(record);
        if (isWanted(record)) {
          wanted++;
          delivery.deliver(record);
        }
      }
    }
    return true;
  }

  // The filter that wants everything need not be asked.
  @SuppressWarnings("ReferenceEquality")
  private boolean isWanted(RecordFlyweight record) {
    if (timeBounded
        && (record.timestampNanos() < options.range().minTimeNanos()
            || record.timestampNanos() > options.range().maxTimeNanos())) {
      return false;
    }
    return filter == EventFilter.ALL || filter.matches(record);
  }

  ReplayReport report() {
    boolean ended = outcome != Outcome.RUNNING;
    ReplayReport.Counts counts =
        new ReplayReport.Counts(
            blocks,
            read,
            wanted,
            ended ? delivery.handled() : 0,
            errors.count(),
            delivery.barriers(),
            findings.lostEvents(),
            firstRead,
            lastRead);
    return new ReplayReport(
        directory.path(),
        outcome,
        Optional.ofNullable(reason),
        counts,
        delivery.countsByType(),
        findings.counts(),
        findings.listed(),
        errors.listed(),
        delivery.completed(),
        Duration.ofNanos((ended ? endNanos : clock.nanoTime()) - beganNanos));
  }
}
