package io.semj.subscribe;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Where a subscription begins. From there on it sees every event that its filter wants, once. */
public final class SubscribeFrom {
  private static final SubscribeFrom BEGINNING = new SubscribeFrom(Kind.BEGINNING, 1);
  private static final SubscribeFrom NOW = new SubscribeFrom(Kind.NOW, 0);

  private final Kind kind;
  private final long value;

  enum Kind {
    BEGINNING,
    SEQUENCE,
    TIME,
    NOW
  }

  private SubscribeFrom(Kind kind, long value) {
    this.kind = kind;
    this.value = value;
  }

  /**
   * With the oldest event there is.
   *
   * @return the place
   */
  public static SubscribeFrom beginning() {
    return BEGINNING;
  }

  /**
   * With a sequence. Where retention has removed it, that is told as missed. One that is not given
   * out yet is waited for.
   *
   * @param sequence from 1
   * @return the place
   */
  public static SubscribeFrom sequence(long sequence) {
    if (sequence < 1) {
      throw new IllegalArgumentException("sequences begin at 1: actual=" + sequence);
    }
    return new SubscribeFrom(Kind.SEQUENCE, sequence);
  }

  /**
   * With the first event in the order of the journal that is of this time or a later one. What
   * comes behind it in that order is delivered too, whatever its time is.
   *
   * @param time the events' own, not that of their writing
   * @return the place
   */
  public static SubscribeFrom time(Instant time) {
    return new SubscribeFrom(
        Kind.TIME, Math.addExact(TimeUnit.SECONDS.toNanos(time.getEpochSecond()), time.getNano()));
  }

  /**
   * With the first event that is emitted after the call that subscribes has begun; in a journal of
   * another process with the first that is not written yet.
   *
   * @return the place
   */
  public static SubscribeFrom now() {
    return NOW;
  }

  Kind kind() {
    return kind;
  }

  /** The sequence, or the time in nanoseconds since 1970. */
  long value() {
    return value;
  }

  @Override
  public String toString() {
    return switch (kind) {
      case BEGINNING -> "beginning";
      case NOW -> "now";
      case SEQUENCE -> "sequence " + value;
      case TIME -> "time " + value;
    };
  }
}
