package io.semj.query.agent;

import io.semj.core.filter.FilterBounds;
import io.semj.core.filter.FilterCriteria;
import io.semj.core.filter.RecordFilter;
import io.semj.format.RecordFlyweight;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Shows a filter a copy of each record. The record itself is a view into a block, through whose
 * buffer a filter could look at the records beside it. One thread at a time.
 */
public final class RecordOnly implements RecordFilter {
  private final RecordFilter filter;
  private final RecordFlyweight view = new RecordFlyweight();
  private UnsafeBuffer copy = new UnsafeBuffer(new byte[1024]);

  /**
   * A filter in front of which the rest of the block is hidden.
   *
   * @param filter sees copies
   */
  public RecordOnly(RecordFilter filter) {
    this.filter = filter;
  }

  @Override
  public boolean matches(RecordFlyweight record) {
    int length = record.length();
    if (copy.capacity() < length) {
      copy = new UnsafeBuffer(new byte[Math.max(length, 2 * copy.capacity())]);
    }
    copy.putBytes(0, record.buffer(), record.offset(), length);
    return filter.matches(view.wrap(copy, 0));
  }

  @Override
  public FilterBounds bounds() {
    return filter.bounds();
  }

  @Override
  public List<FilterCriteria> criteria() {
    return filter.criteria();
  }

  /** The filter, for a person. */
  @Override
  public String toString() {
    return filter.toString();
  }
}
