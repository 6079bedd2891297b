package io.semj.recovery.facts;

/**
 * Sequences one after another.
 *
 * @param first of them
 * @param last of them
 */
public record SequenceRange(long first, long last) {
  /**
   * How many there are.
   *
   * @return at least 1
   */
  public long count() {
    return last - first + 1;
  }

  @Override
  public String toString() {
    return first == last ? Long.toString(first) : first + ".." + last;
  }
}
