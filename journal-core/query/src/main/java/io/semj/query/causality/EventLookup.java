package io.semj.query.causality;

import java.io.Closeable;
import java.util.function.Predicate;

/**
 * Finds the events of one graph, all in the same view of the journal. {@link
 * io.semj.query.JournalQueries} gives one that uses its indexes. One thread.
 */
public interface EventLookup extends Closeable {
  /** Begins lookups over what is in the journal now. */
  @FunctionalInterface
  interface Opener {
    /**
     * Begins lookups.
     *
     * @return to be closed
     */
    EventLookup open();
  }

  /**
   * Gives all events that are wanted, each once, in the order of the journal.
   *
   * @param wanted which
   * @param taker is given the events until it returns false
   */
  void find(WantedEvents wanted, Predicate<LinkedEvent> taker);

  /**
   * What was read so far.
   *
   * @return the numbers
   */
  CausalityExplain explain();

  /** Releases what is being read. */
  @Override
  void close();
}
