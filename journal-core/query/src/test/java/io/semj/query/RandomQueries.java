package io.semj.query;

import io.semj.core.filter.EventFilter;
import io.semj.core.filter.EventFilterBuilder;
import io.semj.core.filter.RecordFilter;
import io.semj.event.EventCategory;
import io.semj.event.EventPriority;
import io.semj.event.EventType;
import java.util.List;
import java.util.Random;

/** Queries made from a seed, about what {@link RandomJournal} holds. */
public final class RandomQueries {
  private final Random random;

  public RandomQueries(long seed) {
    random = new Random(seed);
  }

  public EventQuery next() {
    EventQueryBuilder query =
        EventQuery.builder()
            .filter(filter())
            .sort(oneOf(SortKey.values()))
            .limit(random.nextInt(60))
            .offset(random.nextInt(3) == 0 ? random.nextInt(20) : 0)
            .countTotal();
    if (random.nextBoolean()) {
      query.descending();
    }
    if (random.nextInt(4) == 0) {
      query.where(event -> event.sequence() % 3 != 0);
    }
    return query.build();
  }

  private RecordFilter filter() {
    RecordFilter filter = criteria();
    return switch (random.nextInt(6)) {
      case 0 -> filter.and(criteria());
      case 1 -> filter.or(criteria());
      case 2 -> filter.negate();
      default -> filter;
    };
  }

  private EventFilter criteria() {
    EventFilterBuilder filter = EventFilter.builder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      add(filter);
    }
    return filter.build();
  }

  private void add(EventFilterBuilder filter) {
    switch (random.nextInt(15)) {
      case 0 -> filter.type(oneOf(EventType.values()));
      case 1 -> filter.category(oneOf(EventCategory.values()));
      case 2 -> filter.transaction(1 + random.nextInt(45));
      case 3 -> filter.session(1 + random.nextInt(6));
      case 4 -> filter.agent("agent-" + random.nextInt(5));
      case 5 -> filter.path("/1/d" + random.nextInt(9) + "/f" + random.nextInt(50));
      case 6 -> filter.pathGlob("/2/d" + random.nextInt(9) + "/**");
      case 7 -> filter.pathGlob("/*/d1/f?");
      case 8 -> filter.tag(random.nextBoolean() ? "t" + random.nextInt(13) : "new york");
      case 9 -> filter.minPriority(oneOf(EventPriority.values()));
      case 10 -> filter.flags(1 << random.nextInt(8));
      case 11 -> filter.fromSequence(random.nextInt(900)).toSequence(random.nextInt(3_000));
      case 12 ->
          filter.fromTimeNanos(RandomJournal.START + random.nextInt(1_000_000) * 3_600_000_000L);
      case 13 -> filter.visibleTo(0xFFL << random.nextInt(56)).minRelevance(random.nextInt(101));
      default -> filter.payloadContains("of " + random.nextInt(10));
    }
  }

  private <T> T oneOf(T[] values) {
    return List.of(values).get(random.nextInt(values.length));
  }
}
