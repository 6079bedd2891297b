package io.semj.suite.measure;

import io.semj.suite.subject.Ability;

/** What is measured; the key is what results, reports and options call it. */
public enum Measure {
  /** Emission without a pause. */
  SATURATED(
      "emission.saturated",
      Ability.EMIT,
      "Emission, saturated",
      "Events one after another without a pause, so that what is behind the caller is always full:"
          + " waiting for room is part of the times."),
  /** Emission in bursts that fit the ring. */
  BURST(
      "emission.burst",
      Ability.EMIT,
      "Emission in bursts",
      "4,096 events without a pause, 500,000 a second on average: each burst fits the ring, so the"
          + " times are of the emission itself."),
  /** Emission at a steady rate. */
  PACED(
      "emission.paced",
      Ability.EMIT,
      "Emission, paced at 100,000 events/s",
      "Times from when each event was due, so that an event that waits behind a slow one counts its"
          + " waiting too (coordinated omission corrected)."),
  /** Sustained throughput. */
  SUSTAINED(
      "sustained",
      Ability.SUSTAIN,
      "Sustained throughput, durable at the end",
      "Events without a pause, then one wait until all of them are on the device, which counts."),
  /** Durable acknowledgement of single events. */
  DURABLE(
      "durable",
      Ability.ACKNOWLEDGE,
      "Durable acknowledgement",
      "Each thread emits an event and waits until it is on the device, again and again."),
  /** Group commit. */
  GROUP_COMMIT(
      "group-commit",
      Ability.GROUP_COMMIT,
      "Group commit",
      "One thread emits without a pause while forces follow each other; latency is from an emission"
          + " to its acknowledgement, sampled."),
  /** Reading back. */
  READ_BACK(
      "read-back",
      Ability.READ,
      "Read-back",
      "Everything that was stored, read from the first event to the last, files in the page cache;"
          + " ours checks every checksum."),
  /** Memory and idle processor time. */
  FOOTPRINT(
      "footprint",
      Ability.SUSTAIN,
      "Memory, and processor time while idle",
      "What the process has more than before opening, after many events and a collection. Idle: what"
          + " is taken of one core while nothing comes, once the JVM has compiled what it wants to;"
          + " idle cpu is of the subject's own threads, idle jvm cpu of all others, idle process cpu"
          + " the sum."),
  /** Questions. */
  QUERY(
      "query",
      Ability.QUERY,
      "Queries and lookups",
      "Questions answered through indexes, the result in the page cache."),
  /** Opening again. */
  RECOVERY(
      "recovery",
      Ability.RECOVER,
      "Opening and recovery",
      "Opening a journal that was closed, and one whose process was killed.");

  private final String key;
  private final Ability ability;
  private final String title;
  private final String explanation;

  Measure(String key, Ability ability, String title, String explanation) {
    this.key = key;
    this.ability = ability;
    this.title = title;
    this.explanation = explanation;
  }

  /** What results call it. */
  public String key() {
    return key;
  }

  /** What a subject must be able to do. */
  public Ability ability() {
    return ability;
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** What exactly it is, in a sentence or two. */
  public String explanation() {
    return explanation;
  }

  /** Whether it has a latency histogram. */
  public boolean hasLatency() {
    return switch (this) {
      case SATURATED, BURST, PACED, DURABLE, GROUP_COMMIT -> true;
      default -> false;
    };
  }

  /**
   * The measure of a key.
   *
   * @param key as {@link #key()}
   * @throws IllegalArgumentException when there is none
   */
  public static Measure of(String key) {
    for (Measure measure : values()) {
      if (measure.key.equals(key)) {
        return measure;
      }
    }
    throw new IllegalArgumentException("no such measure: key=" + key);
  }
}
