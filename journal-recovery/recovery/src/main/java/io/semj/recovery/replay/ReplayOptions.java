package io.semj.recovery.replay;

import io.semj.core.filter.FilterBounds;
import io.semj.core.filter.RecordFilter;
import io.semj.recovery.work.WorkControl;
import io.semj.recovery.work.WorkListener;
import java.nio.file.Path;
import java.util.Optional;

/** What to replay and how. Immutable; what it refers to is the caller's. */
public final class ReplayOptions {
  private final FilterBounds range;
  private final RecordFilter filter;
  private final ReplayValidation validation;
  private final DamagePolicy onDamage;
  private final ErrorPolicy onError;
  private final int maxDeadLetters;
  private final DeadLetterHandler deadLetterHandler;
  private final int workers;
  private final ReplayKey key;
  private final RecordFilter barrier;
  private final ReplaySpeed speed;
  private final Path positionFile;
  private final long savePositionEvery;
  private final WorkControl control;
  private final WorkListener listener;

  ReplayOptions(ReplayOptionsBuilder builder) {
    filter = builder.filter;
    range = builder.range.intersect(builder.filter.bounds());
    validation = builder.validation;
    onDamage = builder.onDamage;
    onError = builder.onError;
    maxDeadLetters = builder.maxDeadLetters;
    deadLetterHandler = builder.deadLetterHandler;
    workers = builder.workers;
    key = builder.key;
    barrier = builder.barrier;
    speed = builder.speed;
    positionFile = builder.positionFile;
    savePositionEvery = builder.savePositionEvery;
    control = builder.control;
    listener = builder.listener;
  }

  /**
   * Begins with the defaults: everything, checksums checked, on the caller's thread, as fast as
   * possible, ending at the first damage or error.
   *
   * @return a builder
   */
  public static ReplayOptionsBuilder builder() {
    return new ReplayOptionsBuilder();
  }

  /**
   * Where replay begins and ends: the options' own bounds within the filter's.
   *
   * @return the bounds
   */
  public FilterBounds range() {
    return range;
  }

  /**
   * Which events in that range are given to the handler.
   *
   * @return the filter
   */
  public RecordFilter filter() {
    return filter;
  }

  /**
   * What is checked.
   *
   * @return the mode
   */
  public ReplayValidation validation() {
    return validation;
  }

  /**
   * What is done where the journal is damaged.
   *
   * @return the policy
   */
  public DamagePolicy onDamage() {
    return onDamage;
  }

  /**
   * What is done when the handler throws.
   *
   * @return the policy
   */
  public ErrorPolicy onError() {
    return onError;
  }

  /**
   * How many dead letters the report lists; all are counted.
   *
   * @return at most so many
   */
  public int maxDeadLetters() {
    return maxDeadLetters;
  }

  /**
   * Who takes dead letters.
   *
   * @return the handler, if any
   */
  public Optional<DeadLetterHandler> deadLetterHandler() {
    return Optional.ofNullable(deadLetterHandler);
  }

  /**
   * How many threads handle events besides the one that reads.
   *
   * @return 0 when the thread that reads handles them
   */
  public int workers() {
    return workers;
  }

  /**
   * What keeps the order of events when there are workers.
   *
   * @return the key, if there are workers
   */
  public Optional<ReplayKey> key() {
    return Optional.ofNullable(key);
  }

  /**
   * Which events all workers wait for.
   *
   * @return the filter, if any
   */
  public Optional<RecordFilter> barrier() {
    return Optional.ofNullable(barrier);
  }

  /**
   * How fast to replay.
   *
   * @return the speed
   */
  public ReplaySpeed speed() {
    return speed;
  }

  /**
   * Where the position is kept.
   *
   * @return the file, if any
   */
  public Optional<Path> positionFile() {
    return Optional.ofNullable(positionFile);
  }

  /**
   * How often the position is kept.
   *
   * @return after so many events
   */
  public long savePositionEvery() {
    return savePositionEvery;
  }

  /**
   * Who may hold or end the replay.
   *
   * @return the control
   */
  public WorkControl control() {
    return control;
  }

  /**
   * Who hears how far it is.
   *
   * @return the listener
   */
  public WorkListener listener() {
    return listener;
  }

  /** The choices, for a person. */
  @Override
  public String toString() {
    return "ReplayOptions[filter="
        + filter
        + ", range="
        + range
        + ", validation="
        + validation
        + ", onDamage="
        + onDamage
        + ", onError="
        + onError
        + ", workers="
        + workers
        + ", speed="
        + speed
        + ", positionFile="
        + positionFile
        + "]";
  }
}
