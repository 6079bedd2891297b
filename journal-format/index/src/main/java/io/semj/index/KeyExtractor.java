package io.semj.index;

import io.semj.format.RecordFlyweight;

/**
 * Tells the keys of records beyond those that are in every index. It must give the same keys for
 * the same record always, since it is asked again when an index is rebuilt. Called by one thread.
 *
 * <p>When it throws, a warning is logged and the segment is indexed without any keys of the
 * application's: queries by them read all of its blocks, and miss nothing.
 */
@FunctionalInterface
public interface KeyExtractor {
  /** Extracts nothing. */
  KeyExtractor NONE = (record, sink) -> {};

  /**
   * The keys of one record.
   *
   * @param record a view, valid during the call only
   * @param sink takes keys made by {@link IndexKey#user(String, long)} or {@link
   *     IndexKey#user(String, String)}
   */
  void extract(RecordFlyweight record, KeySink sink);
}
