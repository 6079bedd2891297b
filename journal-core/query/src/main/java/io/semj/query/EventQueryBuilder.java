package io.semj.query;

import static java.util.Objects.requireNonNull;

import io.semj.core.filter.EventFilter;
import io.semj.core.filter.RecordFilter;
import io.semj.event.SemanticEvent;
import io.semj.index.IndexKey;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Collects what an {@link EventQuery} asks. One thread. */
public final class EventQueryBuilder {
  /** Events in an answer, unless said otherwise. */
  public static final int DEFAULT_LIMIT = 1_000;

  private final Set<Long> userKeys = new HashSet<>();
  private RecordFilter filter = EventFilter.builder().build();
  private Predicate<SemanticEvent> predicate;
  private SortKey sort = SortKey.SEQUENCE;
  private boolean descending;
  private int limit = DEFAULT_LIMIT;
  private int offset;
  private QueryCursor after;
  private ResultContent content = ResultContent.ALL;
  private boolean countTotal;
  private Aggregation aggregation;

  EventQueryBuilder() {}

  /**
   * Wants what a filter wants.
   *
   * @param wanted besides what is asked already
   * @return this
   */
  public EventQueryBuilder filter(RecordFilter wanted) {
    filter = filter.and(wanted);
    return this;
  }

  /**
   * Wants what a predicate wants. It costs an object per event that the filter wants.
   *
   * @param wanted besides what is asked already
   * @return this
   */
  public EventQueryBuilder where(Predicate<SemanticEvent> wanted) {
    predicate = predicate == null ? requireNonNull(wanted, "predicate") : predicate.and(wanted);
    return this;
  }

  /**
   * Reads only blocks that hold a key of the application's own. It narrows down where to look: the
   * filter or the predicate still has to say which events are wanted.
   *
   * @param name of the key
   * @param value of the key; of several keys one must be there
   * @return this
   */
  public EventQueryBuilder nearKey(String name, long value) {
    userKeys.add(IndexKey.user(name, value));
    return this;
  }

  /**
   * Reads only blocks that hold a key of the application's own, as the other method of this name.
   *
   * @param name of the key
   * @param value of the key; of several keys one must be there
   * @return this
   */
  public EventQueryBuilder nearKey(String name, String value) {
    userKeys.add(IndexKey.user(name, value));
    return this;
  }

  /**
   * Sorts the answer.
   *
   * @param by this
   * @return this
   */
  public EventQueryBuilder sort(SortKey by) {
    sort = requireNonNull(by, "sort");
    return this;
  }

  /**
   * The largest first.
   *
   * @return this
   */
  public EventQueryBuilder descending() {
    descending = true;
    return this;
  }

  /**
   * Bounds the answer.
   *
   * @param most events, 0 when only the total or an aggregation is wanted
   * @return this
   */
  public EventQueryBuilder limit(int most) {
    limit = notNegative("limit", most);
    return this;
  }

  /**
   * Passes over the first events. A cursor does it better: it reads nothing twice, and in another
   * order than the journal's what is passed over is kept in memory.
   *
   * @param events to pass over
   * @return this
   */
  public EventQueryBuilder offset(int events) {
    offset = notNegative("offset", events);
    return this;
  }

  /**
   * Goes on where an answer to the same query ended.
   *
   * @param cursor of that answer
   * @return this
   */
  public EventQueryBuilder after(QueryCursor cursor) {
    after = requireNonNull(cursor, "cursor");
    return this;
  }

  /**
   * Chooses the parts that the answer's events carry.
   *
   * @param parts beside head and context
   * @return this
   */
  public EventQueryBuilder content(ResultContent parts) {
    content = requireNonNull(parts, "content");
    return this;
  }

  /**
   * Counts all events that are wanted, which has to find them all.
   *
   * @return this
   */
  public EventQueryBuilder countTotal() {
    countTotal = true;
    return this;
  }

  /**
   * Computes something over all events that are wanted. A query that finds more than {@link
   * Aggregation#MOST_GROUPS} groups is refused.
   *
   * @param wanted what
   * @return this
   */
  public EventQueryBuilder aggregate(Aggregation wanted) {
    aggregation = requireNonNull(wanted, "aggregation");
    return this;
  }

  /**
   * The query.
   *
   * @return the query
   * @throws IllegalArgumentException when the cursor is another query's
   */
  public EventQuery build() {
    if (after != null && (after.sort() != sort || after.descending() != descending)) {
      throw new IllegalArgumentException(
          "cursor is of a query that sorts otherwise: expected="
              + sort
              + (descending ? "-" : "+")
              + ", actual="
              + after);
    }
    return new EventQuery(this);
  }

  private static int notNegative(String what, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(what + " is negative: actual=" + value);
    }
    return value;
  }

  RecordFilter filter() {
    return filter;
  }

  Predicate<SemanticEvent> predicate() {
    return predicate;
  }

  Set<Long> userKeys() {
    return userKeys;
  }

  SortKey sort() {
    return sort;
  }

  boolean isDescending() {
    return descending;
  }

  int limit() {
    return limit;
  }

  int offset() {
    return offset;
  }

  QueryCursor after() {
    return after;
  }

  ResultContent content() {
    return content;
  }

  boolean isCountTotal() {
    return countTotal;
  }

  Aggregation aggregation() {
    return aggregation;
  }
}
