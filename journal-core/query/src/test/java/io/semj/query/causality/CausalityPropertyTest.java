package io.semj.query.causality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.SemanticJournal;
import io.semj.error.CausalityCycleException;
import io.semj.event.SemanticEvent;
import io.semj.query.JournalQueries;
import io.semj.query.RandomJournal;
import io.semj.query.agent.AgentCausality;
import io.semj.query.agent.AgentLimits;
import io.semj.query.agent.AgentRegistry;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every graph is the one that looking at all events gives, over random journals. */
class CausalityPropertyTest {
  private static final int GRAPHS = 40;

  @TempDir Path directory;
  private int cycles;
  private int truncated;

  /** One way to ask for a graph, and the directions that it goes. */
  private interface Asked {
    CausalityGraph graph(long id, CausalityBounds bounds);
  }

  private void check(JournalCausality causality, List<SemanticEvent> events, long seed) {
    checkOne(causality::ancestors, true, false, events, seed);
    checkOne(causality::descendants, false, true, events, seed + 1);
    checkOne(causality::chain, true, true, events, seed + 2);
  }

  private void checkOne(
      Asked asked, boolean causes, boolean effects, List<SemanticEvent> events, long seed) {
    BruteCausality brute = new BruteCausality(events);
    Random random = new Random(seed);
    for (int i = 0; i < GRAPHS; i++) {
      long id =
          random.nextInt(8) == 0
              ? 70_000L + random.nextInt(15)
              : 1 + random.nextInt(events.size() + 20);
      int depth = random.nextInt(3) == 0 ? random.nextInt(5) : Integer.MAX_VALUE;
      BruteCausality.Expected expected = brute.from(id, causes, effects, depth);
      CausalityBounds bounds = new CausalityBounds(depth, 1_000_000);
      String context = "seed " + seed + ", id " + id + ", depth " + depth;
      if (expected.hasCycle()) {
        cycles++;
        assertThatThrownBy(() -> asked.graph(id, bounds))
            .as(context)
            .isInstanceOfSatisfying(CausalityCycleException.class, e -> isCycle(e, expected));
      } else {
        CausalityGraph graph = asked.graph(id, bounds);
        assertThat(graph.nodes()).as(context).hasSameElementsAs(expected.nodes());
        assertThat(graph.edges())
            .as(context)
            .doesNotHaveDuplicates()
            .containsExactlyInAnyOrderElementsOf(expected.edges());
        assertThat(graph.isTruncated()).as(context).isEqualTo(expected.truncated());
        assertThat(graph.ambiguousIds()).as(context).isEqualTo(ambiguous(brute, graph));
        truncated += expected.truncated() ? 1 : 0;
        isPartWhenCut(asked, id, depth, graph, random);
      }
    }
  }

  private static Set<Long> ambiguous(BruteCausality brute, CausalityGraph graph) {
    Set<Long> ids = new HashSet<>();
    for (CausalityNode node : graph.nodes()) {
      if (brute.withId(node.eventId()).size() > 1) {
        ids.add(node.eventId());
      }
    }
    return ids;
  }

  private static void isCycle(CausalityCycleException e, BruteCausality.Expected graph) {
    List<Long> ids = e.eventIds();
    assertThat(ids).isNotEmpty();
    for (int i = 0; i < ids.size(); i++) {
      long cause = ids.get(i);
      long effect = ids.get((i + 1) % ids.size());
      assertThat(graph.edges())
          .anyMatch(edge -> edge.cause().eventId() == cause && edge.effect().eventId() == effect);
    }
  }

  private static void isPartWhenCut(
      Asked asked, long id, int depth, CausalityGraph whole, Random random) {
    int most = 1 + random.nextInt(whole.nodes().size() + 2);
    CausalityGraph part = asked.graph(id, new CausalityBounds(depth, most));

    assertThat(part.nodes()).hasSize(Math.min(most, whole.nodes().size()));
    assertThat(whole.nodes()).containsAll(part.nodes());
    assertThat(whole.edges()).containsAll(part.edges());
    assertThat(part.isTruncated()).isEqualTo(whole.isTruncated() || most < whole.nodes().size());
  }

  private JournalQueries open() {
    return JournalQueries.open(directory, JournalQueries.UserKeys.NONE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldGiveTheGraphThatAllEventsGive(long seed) {
    new RandomCauses(seed, 1).fill(directory, 6, 120);
    try (JournalQueries queries = open()) {
      check(queries.causality(), RandomJournal.readAll(directory), seed);
    }
    assertThat(truncated).isPositive();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void shouldRefuseCirclesAndNameThem(long seed) {
    new RandomCauses(seed, 20).fill(directory, 4, 100);
    try (JournalQueries queries = open()) {
      check(queries.causality(), RandomJournal.readAll(directory), seed);
    }
    assertThat(cycles).isPositive();
  }

  @Test
  void shouldSeeWhatWasWrittenWhileTheWriterGoesOn() {
    RandomCauses random = new RandomCauses(21, 0);
    random.fill(directory, 2, 100);
    try (SemanticJournal journal = SemanticJournal.open(RandomJournal.config(directory));
        JournalQueries queries = JournalQueries.of(journal, JournalQueries.UserKeys.NONE)) {
      for (int round = 0; round < 4; round++) {
        random.emit(journal, 80);
        journal.flush();
        check(queries.causality(), RandomJournal.readAll(directory), 22 + round);
      }
    }
  }

  @Test
  void shouldGiveTheSameGraphsAfterDamageToIndexFiles() throws IOException {
    new RandomCauses(31, 0).fill(directory, 5, 100);
    try (JournalQueries queries = open()) {
      check(queries.causality(), RandomJournal.readAll(directory), 32);
    }
    Random random = new Random(33);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.resolve("index"))) {
      for (Path file : files) {
        byte[] bytes = Files.readAllBytes(file);
        bytes[random.nextInt(bytes.length)] ^= 1;
        Files.write(file, bytes);
      }
    }
    try (JournalQueries queries = open()) {
      check(queries.causality(), RandomJournal.readAll(directory), 34);
    }
  }

  @Test
  void shouldNameWhatRetentionRemovedAsMissing() throws IOException {
    new RandomCauses(41, 0).fill(directory, 5, 100);
    try (JournalQueries queries = open()) {
      check(queries.causality(), RandomJournal.readAll(directory), 42);
      Files.delete(directory.resolve("00000000000000000001.semj"));
      List<SemanticEvent> left = RandomJournal.readAll(directory);
      assertThat(left).hasSize(400);
      check(queries.causality(), left, 43);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {51, 52})
  void shouldShowAnAgentTheGraphOfWhatItSees(long seed) {
    new RandomCauses(seed, 1).fill(directory, 5, 120);
    List<SemanticEvent> all = RandomJournal.readAll(directory);
    try (JournalQueries queries = open()) {
      AgentRegistry registry = AgentRegistry.of(queries);
      for (long mask = 0; mask < 8; mask++) {
        long seen = mask;
        List<SemanticEvent> visible =
            all.stream().filter(event -> (event.agentVisibilityMask() & seen) != 0).toList();
        AgentCausality causality =
            registry.register("agent " + mask, new AgentLimits(mask, 0, 1_000_000)).causality();
        checkOne(causality::ancestors, true, false, visible, seed + mask);
        checkOne(causality::chain, true, true, visible, seed + mask);
      }
    }
  }
}
