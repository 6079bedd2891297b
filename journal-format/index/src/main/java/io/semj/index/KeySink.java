package io.semj.index;

/** Takes the keys of a record. */
@FunctionalInterface
public interface KeySink {
  /**
   * One key; the same one may come again.
   *
   * @param key from {@link IndexKey}
   */
  void add(long key);
}
