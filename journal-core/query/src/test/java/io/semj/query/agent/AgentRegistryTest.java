package io.semj.query.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.error.AgentLimitException;
import io.semj.error.ConfigurationException;
import io.semj.error.ErrorCategory;
import io.semj.error.JournalSecurityException;
import io.semj.event.SemanticEvent;
import io.semj.query.EventQuery;
import io.semj.query.JournalQueries;
import io.semj.query.QueryExplain;
import io.semj.query.QueryResponse;
import io.semj.query.RandomJournal;
import io.semj.query.SortKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentRegistryTest {
  private static final long ALL = -1;
  private static final EventQuery EVERYTHING = EventQuery.builder().build();

  @TempDir Path directory;
  private JournalQueries queries;
  private AgentRegistry registry;

  @BeforeEach
  void open() {
    new RandomJournal(1).fill(directory, 300);
    queries = JournalQueries.open(directory, JournalQueries.UserKeys.NONE);
    registry = AgentRegistry.of(queries);
  }

  @AfterEach
  void close() {
    queries.close();
  }

  private Agent register(int maxStreams, int maxEvents) {
    return registry.register("planner", new AgentLimits(ALL, maxStreams, maxEvents));
  }

  @Test
  void shouldTellWhoIsRegistered() {
    Agent agent = register(2, 10);

    assertThat(agent.name()).isEqualTo("planner");
    assertThat(agent.limits()).isEqualTo(new AgentLimits(ALL, 2, 10));
    assertThat(agent.isRegistered()).isTrue();
    assertThat(registry.agent("planner")).containsSame(agent);
    assertThat(registry.agent("other")).isEmpty();
    assertThat(registry.names()).isEqualTo(Set.of("planner"));
  }

  @Test
  void shouldRefuseANameThatIsTaken() {
    Agent first = register(1, 1);

    assertThatThrownBy(() -> register(5, 5))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "invalid setting: name=agent, expected=a name that is not registered, actual=planner");
    assertThat(first.limits().maxStreams()).isEqualTo(1);
  }

  @Test
  void shouldRefuseLimitsThatNoAgentCanHave() {
    assertThatThrownBy(() -> new AgentLimits(ALL, -1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxStreams is negative: actual=-1");
    assertThatThrownBy(() -> new AgentLimits(ALL, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxEventsPerQuery is not positive: actual=0");
  }

  @Test
  void shouldShowNothingThroughAnEmptyMask() {
    Agent blind = registry.register("blind", new AgentLimits(0, 1, 10));

    QueryResponse response = blind.queryEvents(EventQuery.builder().countTotal().build());
    assertThat(response.events()).isEmpty();
    assertThat(response.total()).hasValue(0);
    try (AgentStream stream = blind.stream(EVERYTHING)) {
      assertThat(stream.hasNext()).isFalse();
    }
  }

  @Test
  void shouldCutAnswersAtTheAgentsLimitAndSaySo() {
    Agent agent = register(1, 10);

    QueryResponse response = agent.queryEvents(EventQuery.builder().countTotal().build());
    assertThat(response.events()).hasSize(10);
    assertThat(response.hasMore()).isTrue();
    assertThat(response.total()).hasValue(300);
    QueryResponse next =
        agent.queryEvents(EventQuery.builder().after(response.cursor().orElseThrow()).build());
    assertThat(next.events().get(0).sequence()).isEqualTo(11);
    assertThat(agent.queryEvents(EventQuery.builder().limit(3).build()).events()).hasSize(3);
  }

  @Test
  void shouldRefuseToPassOverMoreEventsThanAnAnswerMayHold() {
    Agent agent = register(1, 10);

    assertThat(agent.queryEvents(EventQuery.builder().offset(10).build()).events()).hasSize(10);
    assertThatThrownBy(() -> agent.queryEvents(EventQuery.builder().offset(11).build()))
        .isInstanceOfSatisfying(
            AgentLimitException.class,
            e -> {
              assertThat(e.agent()).isEqualTo("planner");
              assertThat(e.limitName()).isEqualTo("offset");
              assertThat(e.limit()).isEqualTo(10);
              assertThat(e.actual()).isEqualTo(11);
              assertThat(e.category()).isEqualTo(ErrorCategory.RESOURCE_EXHAUSTION);
            })
        .hasMessage("agent reached a limit: agent=planner, name=offset, limit=10, actual=11");
  }

  @Test
  void shouldNotTellHowManyBlocksAndRecordsWereLookedAt() {
    QueryExplain explain = register(1, 10).queryEvents(EVERYTHING).explain();

    assertThat(explain).isEqualTo(new QueryExplain(0, 0, 0, 0, 0, 11, Set.of()));
  }

  @Test
  void shouldGiveNoMoreStreamsThanAllowedAndTakeThemBack() {
    Agent agent = register(2, 10);
    AgentStream first = agent.stream(EVERYTHING);
    StreamPermit second = agent.acquireStream(() -> {});

    assertThatThrownBy(() -> agent.stream(EVERYTHING))
        .isInstanceOf(AgentLimitException.class)
        .hasMessage("agent reached a limit: agent=planner, name=maxStreams, limit=2, actual=3");
    second.close();
    second.close();
    StreamPermit third = agent.acquireStream(() -> {});
    assertThatThrownBy(() -> agent.acquireStream(() -> {})).isInstanceOf(AgentLimitException.class);
    first.close();
    third.close();
    assertThat(third.isRevoked()).isFalse();
    agent.stream(EVERYTHING).close();
  }

  @Test
  void shouldStreamEverythingWhateverTheLimitOfAnAnswer() {
    List<SemanticEvent> events = new ArrayList<>();
    try (AgentStream stream = register(1, 10).stream(EVERYTHING)) {
      stream.forEachRemaining(events::add);
    }
    assertThat(events).containsExactlyElementsOf(RandomJournal.readAll(directory));
  }

  @Test
  void shouldGiveAStreamBackWhenItsQueryIsRefused() {
    Agent agent = register(1, 10);
    EventQuery byTime = EventQuery.builder().sort(SortKey.TIME).build();

    assertThatThrownBy(() -> agent.stream(byTime)).isInstanceOf(IllegalArgumentException.class);
    agent.stream(EVERYTHING).close();
  }

  @Test
  void shouldEndAllStreamsOfAnAgentThatIsUnregistered() {
    Agent agent = register(3, 10);
    AtomicInteger told = new AtomicInteger();
    AgentStream stream = agent.stream(EVERYTHING);
    stream.next();
    StreamPermit held = agent.acquireStream(told::incrementAndGet);
    agent.acquireStream(() -> told.addAndGet(100)).close();

    assertThat(registry.unregister("planner")).isTrue();

    assertThat(told).hasValue(1);
    assertThat(held.isRevoked()).isTrue();
    assertThat(agent.isRegistered()).isFalse();
    assertThat(registry.names()).isEmpty();
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            stream::hasNext,
            stream::next,
            () -> agent.queryEvents(EVERYTHING),
            () -> agent.stream(EVERYTHING),
            () -> agent.acquireStream(() -> {}))) {
      assertThatThrownBy(call)
          .isInstanceOf(JournalSecurityException.class)
          .hasMessage("agent is not registered: agent=planner");
    }
    stream.close();
    held.close();
    assertThat(told).hasValue(1);
    assertThat(registry.unregister("planner")).isFalse();
  }

  @Test
  void shouldGiveNoAnswerThatWasBeingMadeWhenTheAgentWasUnregistered() {
    Agent agent = register(1, 10);
    EventQuery query = EventQuery.builder().where(event -> registry.unregister("planner")).build();

    assertThatThrownBy(() -> agent.queryEvents(query)).isInstanceOf(JournalSecurityException.class);
  }

  @Test
  void shouldKeepRefusingAnAgentWhoseNameWasGivenToAnother() {
    Agent old = register(1, 10);
    registry.unregister("planner");
    Agent successor = register(1, 10);

    assertThat(successor.queryEvents(EVERYTHING).events()).hasSize(10);
    assertThat(old.isRegistered()).isFalse();
    assertThatThrownBy(() -> old.queryEvents(EVERYTHING))
        .isInstanceOf(JournalSecurityException.class);
  }

  @Test
  void shouldTellEveryStreamOfTheEndAlsoWhenOneFails() {
    Agent agent = register(3, 10);
    AtomicInteger told = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      agent.acquireStream(
          () -> {
            throw new IllegalStateException("told " + told.incrementAndGet());
          });
    }

    assertThatThrownBy(() -> registry.unregister("planner"))
        .isInstanceOf(IllegalStateException.class)
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(2));
    assertThat(told).hasValue(3);
    assertThat(agent.isRegistered()).isFalse();
  }

  @Test
  void shouldKeepTheLimitOfStreamsUnderManyThreads()
      throws InterruptedException, ExecutionException {
    Agent agent = register(3, 10);
    AtomicInteger open = new AtomicInteger();
    AtomicInteger revoked = new AtomicInteger();
    Callable<Integer> work =
        () -> {
          int held = 0;
          while (agent.isRegistered() && held < 2_000) {
            try (StreamPermit permit = agent.acquireStream(revoked::incrementAndGet)) {
              assertThat(open.incrementAndGet()).isLessThanOrEqualTo(3);
              held++;
              open.decrementAndGet();
              assertThat(permit.isRevoked() && agent.isRegistered()).isFalse();
            } catch (AgentLimitException | JournalSecurityException expected) {
              Thread.onSpinWait();
            }
          }
          return held;
        };
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        results.add(threads.submit(work));
      }
      results.get(0).get();
      registry.unregister("planner");
      for (Future<Integer> result : results) {
        result.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(open).hasValue(0);
    assertThat(revoked.get()).isLessThanOrEqualTo(3);
  }
}
