package io.semj.query;

import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.StorageErrors;
import io.semj.event.SemanticEvent;
import io.semj.format.RecordFlyweight;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Answers one query. In the order of the journal it stops behind the last event of the answer;
 * other orders, totals and aggregations need all matches, of which it keeps the answer's only.
 */
final class QueryRunner {
  private final EventQuery query;
  private final ExplainCounters counters = new ExplainCounters();
  private final EventCopier whole = new EventCopier(ResultContent.ALL);
  private final EventCopier copier;
  private final TopMatches top;
  private final GroupTotals groups;
  private final boolean stopsEarly;
  private long matches;
  private long behindCursor;

  private QueryRunner(EventQuery query) {
    this.query = query;
    this.copier = new EventCopier(query.content());
    // One more than is asked for tells whether there are more.
    this.top =
        new TopMatches(query.sort(), query.isDescending(), query.offset(), query.limit() + 1L);
    this.groups = query.aggregation().map(GroupTotals::new).orElse(null);
    this.stopsEarly =
        query.sort() == SortKey.SEQUENCE && !query.isCountTotal() && query.aggregation().isEmpty();
  }

  static QueryResponse run(
      EventQuery query,
      JournalDirectory directory,
      List<QuerySegment> segments,
      ReadMemory.Pool pool) {
    long begin = System.nanoTime();
    QueryRunner runner = new QueryRunner(query);
    boolean needsAll = query.isCountTotal() || query.aggregation().isPresent();
    MatchCursor.Search search =
        new MatchCursor.Search(
            runner.stopsEarly ? QueryFilters.behind(query) : query.filter(),
            query.userKeys(),
            query.isDescending());
    try (MatchCursor cursor =
        new MatchCursor(
            directory,
            segments,
            search,
            needsAll ? SearchPruner.NONE : runner.top,
            runner.counters,
            pool)) {
      runner.collect(cursor);
    } catch (IOException e) {
      throw StorageErrors.translate(e, directory.path(), "query");
    }
    return runner.response(Duration.ofNanos(System.nanoTime() - begin));
  }

  private void collect(MatchCursor cursor) {
    for (RecordFlyweight record = cursor.next(); record != null; record = cursor.next()) {
      if (isWanted(record)) {
        matches++;
        if (groups != null) {
          groups.add(record);
        }
        offer(record);
        if (stopsEarly && behindCursor >= enough()) {
          return;
        }
      }
    }
  }

  private long enough() {
    return (long) query.offset() + query.limit() + 1;
  }

  private boolean isWanted(RecordFlyweight record) {
    return query.predicate().isEmpty() || query.predicate().get().test(whole.copy(record));
  }

  private void offer(RecordFlyweight record) {
    long value = query.sort().of(record);
    long sequence = record.userspaceSequence();
    if (query.after().isEmpty() || query.after().get().isBefore(value, sequence)) {
      behindCursor++;
      top.offer(value, sequence, () -> copier.copy(record));
    }
  }

  private QueryResponse response(Duration time) {
    List<TopMatches.Match> found = top.inOrder();
    int to = Math.min(query.limit(), found.size());
    List<SemanticEvent> events = new ArrayList<>(to);
    found.subList(0, to).forEach(match -> events.add(match.event()));
    boolean hasMore = found.size() > to;
    return new QueryResponse(
        List.copyOf(events),
        query.isCountTotal() || query.aggregation().isPresent()
            ? OptionalLong.of(matches)
            : OptionalLong.empty(),
        hasMore,
        hasMore && to > 0 ? Optional.of(cursor(found.get(to - 1))) : Optional.empty(),
        groups == null ? List.of() : groups.groups(),
        time,
        counters.explain());
  }

  private QueryCursor cursor(TopMatches.Match last) {
    return new QueryCursor(query.sort(), query.isDescending(), last.value(), last.sequence());
  }
}
