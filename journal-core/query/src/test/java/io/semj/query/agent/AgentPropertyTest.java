package io.semj.query.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.filter.RecordFilter;
import io.semj.event.SemanticEvent;
import io.semj.query.Aggregation;
import io.semj.query.BruteForce;
import io.semj.query.EventGroup;
import io.semj.query.EventQuery;
import io.semj.query.EventQueryBuilder;
import io.semj.query.GroupKey;
import io.semj.query.JournalQueries;
import io.semj.query.QueryResponse;
import io.semj.query.RandomJournal;
import io.semj.query.RandomQueries;
import io.semj.query.SortKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For random masks over random journals, an agent's journal is the one of what it may see. */
class AgentPropertyTest {
  private static final int EVENTS = 1_000;

  @TempDir Path directory;

  private List<SemanticEvent> fill(long seed) {
    new RandomJournal(seed).fill(directory, EVENTS);
    return RandomJournal.readAll(directory);
  }

  private static List<SemanticEvent> visible(List<SemanticEvent> all, long mask) {
    return all.stream().filter(event -> (event.agentVisibilityMask() & mask) != 0).toList();
  }

  private static long mask(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> 1L << random.nextInt(Long.SIZE);
      case 1 -> random.nextLong() & 0x1111_1111_1111_1111L;
      case 2 -> -1L >>> random.nextInt(Long.SIZE);
      default -> random.nextLong();
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldAnswerAsIfOnlyVisibleEventsWereThere(long seed) {
    List<SemanticEvent> all = fill(seed);
    Random random = new Random(seed);
    RandomQueries randomQueries = new RandomQueries(seed);
    try (JournalQueries queries = JournalQueries.open(directory, JournalQueries.UserKeys.NONE)) {
      AgentRegistry registry = AgentRegistry.of(queries);
      for (int i = 0; i < 60; i++) {
        long mask = mask(random);
        Agent agent = registry.register("agent " + i, new AgentLimits(mask, 1, 1_000));
        EventQuery query = randomQueries.next();
        List<SemanticEvent> expected = BruteForce.matches(query, visible(all, mask));
        String context = "seed " + seed + ", round " + i + ", mask " + Long.toHexString(mask);

        QueryResponse response = agent.queryEvents(query);
        assertThat(response.events())
            .as(context)
            .containsExactlyElementsOf(BruteForce.page(query, expected));
        assertThat(response.total()).as(context).hasValue(expected.size());
        assertThat(response.hasMore())
            .as(context)
            .isEqualTo(expected.size() > query.offset() + query.limit());
        assertThat(pages(agent, query)).as(context).containsExactlyElementsOf(expected);
        assertThat(streamed(agent, query)).as(context).hasSameElementsAs(expected);
      }
    }
  }

  private static List<SemanticEvent> pages(Agent agent, EventQuery query) {
    List<SemanticEvent> events = new ArrayList<>();
    EventQueryBuilder page = copy(query).sort(query.sort()).limit(23);
    QueryResponse response = agent.queryEvents(page.build());
    events.addAll(response.events());
    while (response.hasMore()) {
      page.after(response.cursor().orElseThrow());
      response = agent.queryEvents(page.build());
      events.addAll(response.events());
    }
    return events;
  }

  private static EventQueryBuilder copy(EventQuery query) {
    EventQueryBuilder copy = EventQuery.builder().filter(query.filter());
    query.predicate().ifPresent(copy::where);
    return query.isDescending() ? copy.descending() : copy;
  }

  private static List<SemanticEvent> streamed(Agent agent, EventQuery query) {
    List<SemanticEvent> events = new ArrayList<>();
    try (AgentStream stream = agent.stream(copy(query).sort(SortKey.SEQUENCE).build())) {
      stream.forEachRemaining(events::add);
    }
    return events;
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void shouldAddUpOnlyVisibleEvents(long seed) {
    List<SemanticEvent> all = fill(seed);
    Random random = new Random(seed);
    try (JournalQueries queries = JournalQueries.open(directory, JournalQueries.UserKeys.NONE)) {
      AgentRegistry registry = AgentRegistry.of(queries);
      for (int i = 0; i < 20; i++) {
        long mask = mask(random);
        List<SemanticEvent> visible = visible(all, mask);
        List<EventGroup> groups =
            registry
                .register("agent " + i, new AgentLimits(mask, 0, 1))
                .queryEvents(
                    EventQuery.builder()
                        .limit(0)
                        .aggregate(Aggregation.by(GroupKey.AGENT, GroupKey.PRIORITY))
                        .build())
                .groups();

        assertThat(groups.stream().mapToLong(EventGroup::events).sum())
            .as("seed %d, mask %x", seed, mask)
            .isEqualTo(visible.size());
        assertThat(groups.stream().mapToLong(EventGroup::bytes).sum())
            .isEqualTo(visible.stream().mapToLong(event -> event.image().capacity()).sum());
        assertThat(groups).allSatisfy(group -> isOf(group, visible));
      }
    }
  }

  private static void isOf(EventGroup group, List<SemanticEvent> visible) {
    List<SemanticEvent> members =
        visible.stream()
            .filter(event -> event.agent().agentId().equals(group.values().get(0)))
            .filter(event -> event.priority().toString().equals(group.values().get(1)))
            .toList();
    assertThat(group.events()).isEqualTo(members.size());
    assertThat(group.meanRelevance())
        .isEqualTo(members.stream().mapToInt(SemanticEvent::agentRelevance).average().orElse(-1));
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 7})
  void shouldNeverShowInvisibleEventsToFiltersAndPredicates(long seed) {
    List<SemanticEvent> all = fill(seed);
    long mask = mask(new Random(seed)) | 1;
    Set<Long> shown = new HashSet<>();
    RecordFilter spy =
        record -> {
          assertThat(record.offset()).isZero(); // nothing before it to be looked at
          assertThat(record.agentVisibilityMask() & mask).isNotZero();
          shown.add(record.userspaceSequence());
          return true;
        };
    try (JournalQueries queries = JournalQueries.open(directory, JournalQueries.UserKeys.NONE)) {
      Agent agent =
          AgentRegistry.of(queries).register("spy", new AgentLimits(mask, 1, Integer.MAX_VALUE));
      for (SortKey sort : SortKey.values()) {
        agent.queryEvents(
            EventQuery.builder()
                .filter(spy.or(spy.negate()))
                .where(event -> shown.contains(event.sequence()))
                .sort(sort)
                .descending()
                .build());
      }
      streamed(agent, EventQuery.builder().filter(spy).build());
    }
    assertThat(shown)
        .containsExactlyInAnyOrderElementsOf(
            visible(all, mask).stream().map(SemanticEvent::sequence).toList());
  }
}
