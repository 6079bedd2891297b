package io.semj.suite.report;

/**
 * What a sample is of.
 *
 * @param measure key of the measure, or {@code stage.…}
 * @param subject its name
 * @param size of an event, in bytes; what the measure says where it has no events of one size
 * @param producers how many threads emitted or waited
 */
public record Key(String measure, String subject, long size, int producers) {
  /**
   * The same of another subject.
   *
   * @param name of it
   */
  public Key of(String name) {
    return new Key(measure, name, size, producers);
  }

  @Override
  public String toString() {
    return measure + ", " + subject + ", " + size + " B, " + producers + " threads";
  }
}
