package io.semj.recovery.replay;

import static java.util.Objects.requireNonNull;

import io.semj.core.filter.EventFilter;
import io.semj.core.filter.EventFilterBuilder;
import io.semj.core.filter.FilterBounds;
import io.semj.core.filter.RecordFilter;
import io.semj.recovery.work.WorkControl;
import io.semj.recovery.work.WorkListener;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Collects the options of a replay. A value that makes no sense is refused at once with an {@link
 * IllegalArgumentException}. One thread.
 */
public final class ReplayOptionsBuilder {
  private static final int MOST_WORKERS = 256;

  final EventFilterBuilder bounds = EventFilter.builder();
  FilterBounds range = FilterBounds.ALL;
  RecordFilter filter = EventFilter.ALL;
  ReplayValidation validation = ReplayValidation.CHECKSUM;
  DamagePolicy onDamage = DamagePolicy.STOP;
  ErrorPolicy onError = ErrorPolicy.STOP;
  int maxDeadLetters = 1_000;
  DeadLetterHandler deadLetterHandler;
  int workers;
  ReplayKey key;
  RecordFilter barrier;
  ReplaySpeed speed = ReplaySpeed.UNLIMITED;
  Path positionFile;
  long savePositionEvery = 100_000;
  WorkControl control = new WorkControl();
  WorkListener listener = WorkListener.NONE;

  ReplayOptionsBuilder() {}

  /**
   * Begins at a sequence.
   *
   * @param first inclusive; when retention has removed it, replay begins at the first that is left
   * @return this
   */
  public ReplayOptionsBuilder fromSequence(long first) {
    bounds.fromSequence(first);
    return this;
  }

  /**
   * Ends at a sequence.
   *
   * @param last inclusive
   * @return this
   */
  public ReplayOptionsBuilder toSequence(long last) {
    bounds.toSequence(last);
    return this;
  }

  /**
   * Leaves out events before a time. Timestamps need not ascend in a journal: every event is asked.
   *
   * @param earliest inclusive
   * @return this
   */
  public ReplayOptionsBuilder fromTime(Instant earliest) {
    bounds.fromTime(earliest);
    return this;
  }

  /**
   * Leaves out events after a time.
   *
   * @param latest inclusive
   * @return this
   */
  public ReplayOptionsBuilder toTime(Instant latest) {
    bounds.toTime(latest);
    return this;
  }

  /**
   * Gives only some events to the handler.
   *
   * @param wanted decides; everything by default
   * @return this
   */
  public ReplayOptionsBuilder filter(RecordFilter wanted) {
    filter = requireNonNull(wanted, "wanted");
    return this;
  }

  /**
   * Says what is checked, of all events in the range, wanted or not.
   *
   * @param mode {@link ReplayValidation#CHECKSUM} by default
   * @return this
   */
  public ReplayOptionsBuilder validation(ReplayValidation mode) {
    validation = requireNonNull(mode, "mode");
    return this;
  }

  /**
   * Says what is done where the journal is damaged.
   *
   * @param policy {@link DamagePolicy#STOP} by default
   * @return this
   */
  public ReplayOptionsBuilder onDamage(DamagePolicy policy) {
    onDamage = requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Says what is done when the handler throws.
   *
   * @param policy {@link ErrorPolicy#STOP} by default
   * @return this
   */
  public ReplayOptionsBuilder onError(ErrorPolicy policy) {
    onError = requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Bounds the list of dead letters in the report.
   *
   * @param most listed, 1,000 by default; all are counted
   * @return this
   */
  public ReplayOptionsBuilder maxDeadLetters(int most) {
    if (most < 0) {
      throw new IllegalArgumentException("number of dead letters is negative: actual=" + most);
    }
    maxDeadLetters = most;
    return this;
  }

  /**
   * Goes on when the handler throws, and hands each such event to somebody else.
   *
   * @param handler takes them; with several workers on several threads
   * @return this
   */
  public ReplayOptionsBuilder deadLetters(DeadLetterHandler handler) {
    deadLetterHandler = requireNonNull(handler, "handler");
    return onError(ErrorPolicy.CONTINUE);
  }

  /**
   * Handles events on several threads: those of one key on one thread, in the order of their
   * sequences; those of different keys in any order.
   *
   * @param threads 1 to 256 besides the one that reads, which is the caller's
   * @param byKey tells the key
   * @return this
   */
  public ReplayOptionsBuilder parallel(int threads, ReplayKey byKey) {
    if (threads < 1 || threads > MOST_WORKERS) {
      throw new IllegalArgumentException(
          "number of workers is out of range: expected=1.." + MOST_WORKERS + ", actual=" + threads);
    }
    workers = threads;
    key = requireNonNull(byKey, "byKey");
    return this;
  }

  /**
   * Makes some events barriers of a parallel replay: everything before one is done before it is
   * handled, and nothing behind it begins before it is done.
   *
   * @param isBarrier decides
   * @return this
   */
  public ReplayOptionsBuilder barrier(RecordFilter isBarrier) {
    barrier = requireNonNull(isBarrier, "isBarrier");
    return this;
  }

  /**
   * Says how fast to replay.
   *
   * @param howFast {@link ReplaySpeed#UNLIMITED} by default
   * @return this
   */
  public ReplayOptionsBuilder speed(ReplaySpeed howFast) {
    speed = requireNonNull(howFast, "howFast");
    return this;
  }

  /**
   * Keeps in a file how far the replay is, and begins behind that if the file is there: after a
   * restart the replay goes on. Every event is handled at least once; those behind the position
   * that was kept last are handled again.
   *
   * @param file one for each purpose; its directory has to be there
   * @return this
   */
  public ReplayOptionsBuilder resumable(Path file) {
    positionFile = requireNonNull(file, "file");
    return this;
  }

  /**
   * Says how often the position is kept.
   *
   * @param events after so many, 100,000 by default, and at the end whichever way it ends
   * @return this
   */
  public ReplayOptionsBuilder savePositionEvery(long events) {
    if (events < 1) {
      throw new IllegalArgumentException("number of events is not positive: actual=" + events);
    }
    savePositionEvery = events;
    return this;
  }

  /**
   * Lets other threads hold or end the replay.
   *
   * @param workControl is asked before every event
   * @return this
   */
  public ReplayOptionsBuilder control(WorkControl workControl) {
    control = requireNonNull(workControl, "workControl");
    return this;
  }

  /**
   * Asks for progress, in sequences.
   *
   * @param progress hears it, on the thread that reads
   * @return this
   */
  public ReplayOptionsBuilder onProgress(WorkListener progress) {
    listener = requireNonNull(progress, "progress");
    return this;
  }

  /**
   * The options as they are now.
   *
   * @return options; this builder may go on
   */
  public ReplayOptions build() {
    range = bounds.build().bounds();
    return new ReplayOptions(this);
  }
}
