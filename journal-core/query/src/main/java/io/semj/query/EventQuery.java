package io.semj.query;

import io.semj.core.filter.RecordFilter;
import io.semj.event.SemanticEvent;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A question to a journal.
 *
 * <pre>{@code
 * EventQuery query =
 *     EventQuery.builder()
 *         .filter(EventFilter.builder().agent("planner").fromTime(since).build())
 *         .sort(SortKey.TIME)
 *         .descending()
 *         .limit(20)
 *         .build();
 * }</pre>
 *
 * Immutable.
 */
public final class EventQuery {
  private final RecordFilter filter;
  private final Predicate<SemanticEvent> predicate;
  private final Set<Long> userKeys;
  private final SortKey sort;
  private final boolean descending;
  private final int limit;
  private final int offset;
  private final QueryCursor after;
  private final ResultContent content;
  private final boolean countTotal;
  private final Aggregation aggregation;

  EventQuery(EventQueryBuilder builder) {
    filter = builder.filter();
    predicate = builder.predicate();
    userKeys = Set.copyOf(builder.userKeys());
    sort = builder.sort();
    descending = builder.isDescending();
    limit = builder.limit();
    offset = builder.offset();
    after = builder.after();
    content = builder.content();
    countTotal = builder.isCountTotal();
    aggregation = builder.aggregation();
  }

  private EventQuery(EventQuery other, RecordFilter filter, int limit) {
    this.filter = filter;
    predicate = other.predicate;
    userKeys = other.userKeys;
    sort = other.sort;
    descending = other.descending;
    this.limit = limit;
    offset = other.offset;
    after = other.after;
    content = other.content;
    countTotal = other.countTotal;
    aggregation = other.aggregation;
  }

  /**
   * The same question with another filter, for an answer that is no larger than somebody allows.
   *
   * @param wanted the filter instead of this query's
   * @param mostEvents bounds the answer as well as this query's limit
   * @return the query
   */
  public EventQuery restrictedTo(RecordFilter wanted, int mostEvents) {
    return new EventQuery(this, wanted, Math.min(limit, mostEvents));
  }

  /**
   * Begins a query.
   *
   * @return a builder of a query for everything in the order of the journal, {@value
   *     EventQueryBuilder#DEFAULT_LIMIT} events at most
   */
  public static EventQueryBuilder builder() {
    return new EventQueryBuilder();
  }

  /**
   * What is wanted.
   *
   * @return the filter
   */
  public RecordFilter filter() {
    return filter;
  }

  /**
   * What is wanted beside the filter.
   *
   * @return the caller's predicate, if there is one
   */
  public Optional<Predicate<SemanticEvent>> predicate() {
    return Optional.ofNullable(predicate);
  }

  /**
   * Keys of the application's own of which an event's block must hold one.
   *
   * @return keys; empty asks nothing
   */
  public Set<Long> userKeys() {
    return userKeys;
  }

  /**
   * What the events are sorted by.
   *
   * @return the sort key
   */
  public SortKey sort() {
    return sort;
  }

  /**
   * Whether the largest comes first.
   *
   * @return whether
   */
  public boolean isDescending() {
    return descending;
  }

  /**
   * How many events the answer holds at most.
   *
   * @return a count, perhaps 0
   */
  public int limit() {
    return limit;
  }

  /**
   * How many events are passed over first.
   *
   * @return a count
   */
  public int offset() {
    return offset;
  }

  /**
   * Behind what the answer begins.
   *
   * @return where an earlier answer ended, if this goes on from there
   */
  public Optional<QueryCursor> after() {
    return Optional.ofNullable(after);
  }

  /**
   * What the events of the answer carry.
   *
   * @return the parts
   */
  public ResultContent content() {
    return content;
  }

  /**
   * Whether all events that are wanted are counted, beyond those in the answer.
   *
   * @return whether
   */
  public boolean isCountTotal() {
    return countTotal;
  }

  /**
   * What is computed over all events that are wanted.
   *
   * @return the aggregation, if one is asked for
   */
  public Optional<Aggregation> aggregation() {
    return Optional.ofNullable(aggregation);
  }
}
