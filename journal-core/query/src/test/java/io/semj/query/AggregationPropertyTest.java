package io.semj.query;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.semj.event.EventCategory;
import io.semj.event.EventType;
import io.semj.event.SemanticEvent;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Aggregations beside the same computed from the events, one after another. */
class AggregationPropertyTest {
  private static final int QUERIES = 60;
  private static final List<Duration> BUCKETS =
      List.of(Duration.ofMinutes(7), Duration.ofHours(5), Duration.ofDays(3));

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldAddUpLikeAFullScan(long seed) {
    new RandomJournal(seed).fill(directory, 1_500);
    List<SemanticEvent> all = RandomJournal.readAll(directory);
    RandomQueries queries = new RandomQueries(seed);
    Random random = new Random(seed);
    try (JournalQueries journal = JournalQueries.open(directory, JournalQueries.UserKeys.NONE)) {
      for (int i = 0; i < QUERIES; i++) {
        EventQuery wanted = queries.next();
        Aggregation aggregation = aggregation(random);
        EventQueryBuilder query =
            EventQuery.builder().filter(wanted.filter()).limit(0).aggregate(aggregation);
        wanted.predicate().ifPresent(query::where);

        assertThat(journal.queryEvents(query.build()).groups())
            .as("seed %d, query %d, %s, %s", seed, i, wanted.filter(), aggregation)
            .containsExactlyInAnyOrderElementsOf(
                groups(aggregation, BruteForce.matches(wanted, all)))
            .isSortedAccordingTo((a, b) -> Long.compare(b.events(), a.events()));
      }
    }
  }

  private static Aggregation aggregation(Random random) {
    List<GroupKey> keys = new ArrayList<>(List.of(GroupKey.values()));
    Collections.shuffle(keys, random);
    Aggregation by = new Aggregation(keys.subList(0, random.nextInt(3)), Optional.empty());
    return random.nextBoolean() ? by : by.inBucketsOf(BUCKETS.get(random.nextInt(BUCKETS.size())));
  }

  private static List<EventGroup> groups(Aggregation aggregation, List<SemanticEvent> events) {
    Map<List<String>, List<SemanticEvent>> members =
        events.stream().collect(groupingBy(event -> values(aggregation, event)));
    List<EventGroup> groups = new ArrayList<>();
    members.forEach((values, group) -> groups.add(group(values, group)));
    return groups;
  }

  private static EventGroup group(List<String> values, List<SemanticEvent> events) {
    return new EventGroup(
        values,
        events.size(),
        events.stream().mapToLong(SemanticEvent::length).sum(),
        events.stream().mapToInt(SemanticEvent::agentRelevance).average().orElseThrow(),
        (int)
            events.stream()
                .map(event -> event.agent().agentId())
                .filter(agent -> !agent.isEmpty())
                .distinct()
                .count());
  }

  private static List<String> values(Aggregation aggregation, SemanticEvent event) {
    List<String> values = new ArrayList<>();
    aggregation.groupBy().forEach(key -> values.add(value(key, event)));
    aggregation.bucket().ifPresent(span -> values.add(bucket(span, event)));
    return values;
  }

  private static String value(GroupKey key, SemanticEvent event) {
    OffsetDateTime time = time(event).atOffset(ZoneOffset.UTC);
    return switch (key) {
      case TYPE -> event.type().map(EventType::wireName).orElseThrow();
      case CATEGORY -> event.category().map(EventCategory::toString).orElseThrow();
      case AGENT -> event.agent().agentId();
      case PRIORITY -> event.priority().toString();
      case HOUR -> time.truncatedTo(ChronoUnit.HOURS).toInstant().toString();
      case DAY -> time.toLocalDate().toString();
      case WEEK -> time.toLocalDate().with(DayOfWeek.MONDAY).toString();
    };
  }

  private static Instant time(SemanticEvent event) {
    return Instant.EPOCH.plusNanos(event.timestampNanos());
  }

  private static String bucket(Duration span, SemanticEvent event) {
    long index = Duration.between(Instant.EPOCH, time(event)).dividedBy(span);
    return Instant.EPOCH.plus(span.multipliedBy(index)).toString();
  }
}
