package io.semj.query.causality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.JournalConfig;
import io.semj.core.SemanticJournal;
import io.semj.error.CausalityCycleException;
import io.semj.error.ErrorCategory;
import io.semj.error.JournalSecurityException;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.query.JournalQueries;
import io.semj.query.agent.Agent;
import io.semj.query.agent.AgentCausality;
import io.semj.query.agent.AgentLimits;
import io.semj.query.agent.AgentRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalCausalityTest {
  private static final long TIME = 1_700_000_000_000_000_000L;
  private static final CausalityBounds FAR = new CausalityBounds(Integer.MAX_VALUE, 1_000_000);

  private static final int GROUP = 64;

  @TempDir Path directory;

  private static EventBuilder event() {
    return new EventBuilder(EventType.GRAPH_QUERY).timestampNanos(TIME);
  }

  private void write(EventBuilder... events) {
    write(events.length, i -> events[(int) i - 1]);
  }

  /** In groups, so that a block has many events even where the writer keeps up. */
  private void write(long count, LongFunction<EventBuilder> ofSequence) {
    JournalConfig config = JournalConfig.builder(directory).batchSize(GROUP).ringSize(1024).build();
    try (SemanticJournal journal = SemanticJournal.open(config)) {
      for (long first = 1; first <= count; first += GROUP) {
        journal.emitEventsAtomic(
            LongStream.rangeClosed(first, Math.min(count, first + GROUP - 1))
                .mapToObj(ofSequence)
                .toList());
      }
    }
  }

  private JournalQueries open() {
    return JournalQueries.open(directory, JournalQueries.UserKeys.NONE);
  }

  private static List<Long> ids(List<CausalityNode> nodes) {
    return nodes.stream().map(CausalityNode::eventId).toList();
  }

  @Test
  void shouldTellCausesEffectsAndRootCauses() {
    write(
        event(),
        event(),
        event().parentEventId(1),
        event().parentEventId(3).link(2, 0, 7, 80, 90, "why"),
        event().parentEventId(4).rootCauseEventId(1),
        event().parentEventId(2));
    try (JournalQueries queries = open()) {
      JournalCausality causality = queries.causality();

      CausalityGraph ancestors = causality.ancestors(5, CausalityBounds.DEFAULT);
      assertThat(ids(ancestors.nodes())).containsExactly(1L, 2L, 3L, 4L, 5L);
      assertThat(ids(ancestors.roots())).containsExactly(1L, 2L);
      assertThat(causality.rootCauses(5, CausalityBounds.DEFAULT).events())
          .isEqualTo(ancestors.roots());
      assertThat(ids(causality.rootCauses(1, CausalityBounds.DEFAULT).events()))
          .containsExactly(1L);
      assertThat(causality.rootCauses(5, CausalityBounds.DEFAULT).truncated()).isFalse();
      RootCauses cut = causality.rootCauses(5, new CausalityBounds(1, 100));
      assertThat(ids(cut.events())).containsExactly(1L, 4L);
      assertThat(cut.truncated()).isTrue();
      CausalityNode fifth = ancestors.nodes().get(4);
      assertThat(ancestors.causesOf(fifth))
          .extracting(CausalityEdge::kind)
          .containsExactly(LinkKind.ROOT_CAUSE, LinkKind.PARENT);
      assertThat(ancestors.effectsOf(fifth)).isEmpty();
      assertThat(ids(causality.descendants(2, CausalityBounds.DEFAULT).nodes()))
          .containsExactly(2L, 4L, 5L, 6L);
      assertThat(ids(causality.chain(6, CausalityBounds.DEFAULT).nodes()))
          .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }
  }

  @Test
  void shouldFollowLinksThatTheCauseOrAThirdEventCarries() {
    write(
        event().link(1, 3, 1, 100, 0, "will lead to"),
        event(),
        event(),
        event().link(3, 2, 1, 50, 0, "found out later"));
    try (JournalQueries queries = open()) {
      CausalityGraph graph = queries.causality().ancestors(2, CausalityBounds.DEFAULT);

      assertThat(ids(graph.nodes())).containsExactly(1L, 2L, 3L);
      assertThat(graph.edges()).extracting(CausalityEdge::carrier).containsExactly(1L, 4L);
    }
  }

  @Test
  void shouldHoldTogetherWhatHasTheSameChain() {
    write(
        event().causalityChainId(9),
        event(),
        event().causalityChainId(9).parentEventId(2),
        event().causalityChainId(8),
        event().parentEventId(3));
    try (JournalQueries queries = open()) {
      assertThat(ids(queries.causality().chain(1, CausalityBounds.DEFAULT).nodes()))
          .containsExactly(1L, 2L, 3L, 5L);
    }
  }

  @Test
  void shouldNameEventsThatAreNotThere() {
    write(event().parentEventId(77), event().parentEventId(1).link(88, 0, 1, 1, 1, ""));
    try (JournalQueries queries = open()) {
      JournalCausality causality = queries.causality();

      CausalityGraph graph = causality.ancestors(2, CausalityBounds.DEFAULT);
      assertThat(graph.missing()).containsExactly(77L, 88L);
      assertThat(ids(graph.roots())).containsExactly(77L, 88L);
      assertThat(causality.descendants(77, CausalityBounds.DEFAULT).missing()).containsExactly(77L);
      assertThat(ids(causality.descendants(77, CausalityBounds.DEFAULT).nodes()))
          .containsExactly(1L, 2L, 77L);
      CausalityGraph nothing = causality.chain(99, CausalityBounds.DEFAULT);
      assertThat(nothing.nodes()).allMatch(CausalityNode::isMissing).hasSize(1);
      assertThat(nothing.edges()).isEmpty();
    }
  }

  @Test
  void shouldRefuseACircleAndNameItsEvents() {
    write(event().parentEventId(3), event().parentEventId(1), event().parentEventId(2), event());
    try (JournalQueries queries = open()) {
      assertThatThrownBy(() -> queries.causality().ancestors(2, CausalityBounds.DEFAULT))
          .isInstanceOfSatisfying(
              CausalityCycleException.class,
              e -> {
                assertThat(e.eventIds()).containsExactly(2L, 3L, 1L);
                assertThat(e.category()).isEqualTo(ErrorCategory.CONSISTENCY);
              })
          .hasMessage("events cause each other in a circle: length=3, events=2 -> 3 -> 1 -> 2");
      assertThat(ids(queries.causality().chain(4, CausalityBounds.DEFAULT).nodes()))
          .containsExactly(4L);
    }
  }

  @Test
  void shouldRefuseAnEventThatIsItsOwnParent() {
    write(event().parentEventId(1));
    try (JournalQueries queries = open()) {
      assertThatThrownBy(() -> queries.causality().chain(1, CausalityBounds.DEFAULT))
          .isInstanceOf(CausalityCycleException.class)
          .hasMessage("events cause each other in a circle: length=1, events=1 -> 1");
    }
  }

  @Test
  void shouldTellWhenBoundsCutTheGraph() {
    write(20, sequence -> event().parentEventId(sequence - 1));
    try (JournalQueries queries = open()) {
      CausalityGraph near = queries.causality().ancestors(20, new CausalityBounds(3, 100));
      assertThat(ids(near.nodes())).containsExactly(17L, 18L, 19L, 20L);
      assertThat(near.edges()).hasSize(3);
      assertThat(near.isTruncated()).isTrue();
      CausalityGraph small = queries.causality().descendants(1, new CausalityBounds(100, 5));
      assertThat(ids(small.nodes())).containsExactly(1L, 2L, 3L, 4L, 5L);
      assertThat(small.isTruncated()).isTrue();
      assertThat(queries.causality().ancestors(20, new CausalityBounds(19, 20)).isTruncated())
          .isFalse();
    }
    assertThatThrownBy(() -> new CausalityBounds(-1, 1))
        .hasMessage("maxDepth is negative: actual=-1");
    assertThatThrownBy(() -> new CausalityBounds(1, 0))
        .hasMessage("maxNodes is not positive: actual=0");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldFollowAVeryLongChain(int parents) {
    int events = 100_000;
    write(events, sequence -> event().parentEventId(Math.max(0, sequence - parents)));
    try (JournalQueries queries = open()) {
      CausalityGraph graph = queries.causality().ancestors(events, FAR);

      assertThat(graph.nodes()).hasSize(events / parents);
      assertThat(graph.roots()).hasSize(1);
      assertThat(graph.toDot()).contains("event_" + events);
    }
  }

  @Test
  void shouldReadOnlyTheBlocksOfAGraphNotTheJournal() {
    write(
        30_000, sequence -> sequence % 600 == 0 ? event().parentEventId(sequence - 600) : event());
    try (JournalQueries queries = open()) {
      CausalityGraph graph = queries.causality().ancestors(30_000, CausalityBounds.DEFAULT);

      assertThat(graph.nodes()).hasSize(50);
      assertThat(graph.explain().blocksRead()).isLessThanOrEqualTo(60);
      assertThat(graph.explain().lookups()).isBetween(50, 110);
    }
  }

  @Test
  void shouldNotReadTheManyEffectsOfACauseWhenAskedForCauses() {
    write(20_000, sequence -> event().parentEventId(sequence == 1 ? 0 : 1));
    try (JournalQueries queries = open()) {
      CausalityGraph graph = queries.causality().ancestors(20_000, CausalityBounds.DEFAULT);
      assertThat(ids(graph.nodes())).containsExactly(1L, 20_000L);
      assertThat(graph.explain().blocksRead()).isLessThanOrEqualTo(3);

      CausalityGraph effects = queries.causality().descendants(1, new CausalityBounds(9, 50));
      assertThat(ids(effects.nodes()))
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 50).boxed().toList());
      assertThat(effects.isTruncated()).isTrue();
    }
  }

  @Test
  void shouldShowAnAgentNoMoreThanItMaySee() {
    write(
        event(),
        event().parentEventId(1).agentVisibilityMask(2),
        event().parentEventId(2),
        event().parentEventId(3));
    try (JournalQueries queries = open()) {
      AgentRegistry registry = AgentRegistry.of(queries);
      Agent agent = registry.register("a", new AgentLimits(1, 0, 2));
      AgentCausality causality = agent.causality();

      CausalityGraph graph = causality.ancestors(3, FAR);
      assertThat(graph.missing()).containsExactly(2L);
      assertThat(graph.nodes()).hasSize(2);
      assertThat(graph.isTruncated()).isFalse();
      assertThat(graph.explain()).isEqualTo(CausalityExplain.NONE);
      assertThat(ids(causality.rootCauses(3, FAR).events())).containsExactly(2L);
      assertThat(ids(causality.descendants(1, FAR).nodes())).containsExactly(1L);
      assertThat(causality.chain(4, FAR).isTruncated()).isTrue();
      registry.unregister("a");
      assertThatThrownBy(() -> causality.chain(4, FAR))
          .isInstanceOf(JournalSecurityException.class);
    }
  }

  @Test
  void shouldWriteDotWithEverythingEscaped() {
    write(event(), event().parentEventId(1).link(5, 0, 3, 4, 5, "say \"hi\\N\"\nto\tall"));
    try (JournalQueries queries = open()) {
      assertThat(queries.causality().ancestors(2, new CausalityBounds(1, 9)).toDot())
          .isEqualTo(
              """
              digraph causality {
                node [shape=box];
                event_1 [label="1 graph.query\\n2023-11-14T22:13:20Z"];
                event_2 [label="2 graph.query\\n2023-11-14T22:13:20Z"];
                missing_5 [label="5\\nmissing", style=dashed];
                event_1 -> event_2 [label="parent"];
                missing_5 -> event_2 [label="link 3, strength 4\\nsay \\"hi\\\\N\\"\\nto all"];
              }
              """);
    }
  }

  @Test
  void shouldWriteJsonWithEverythingEscaped() {
    write(
        event(),
        event().rootCauseEventId(1).causalityChainId(-1).link(-2, 0, 3, 4, -5, "a \"\\\n\t\u20ac"));
    try (JournalQueries queries = open()) {
      assertThat(queries.causality().ancestors(2, CausalityBounds.DEFAULT).toJson())
          .isEqualTo(
              "{\"nodes\":[{\"event_id\":1,\"missing\":false,\"sequence\":1,\"type\":\"graph.query\","
                  + "\"type_code\":522,\"timestamp_ns\":1700000000000000000,"
                  + "\"causality_chain_id\":0},"
                  + "{\"event_id\":2,\"missing\":false,\"sequence\":2,\"type\":\"graph.query\","
                  + "\"type_code\":522,\"timestamp_ns\":1700000000000000000,"
                  + "\"causality_chain_id\":18446744073709551615},"
                  + "{\"event_id\":18446744073709551614,\"missing\":true}],"
                  + "\"edges\":[{\"cause_event_id\":1,\"effect_event_id\":2,\"cause_sequence\":1,"
                  + "\"effect_sequence\":2,\"kind\":\"root_cause\",\"carrier_sequence\":2},"
                  + "{\"cause_event_id\":18446744073709551614,\"effect_event_id\":2,"
                  + "\"effect_sequence\":2,\"kind\":\"link\",\"carrier_sequence\":2,"
                  + "\"causality_type\":3,\"causality_strength\":4,\"causality_delay_ns\":-5,"
                  + "\"description\":\"a \\\"\\\\\\n\\u0009\u20ac\"}],"
                  + "\"ambiguous_event_ids\":[],\"truncated\":false}");
    }
  }
}
