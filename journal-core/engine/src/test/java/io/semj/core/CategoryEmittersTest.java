package io.semj.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.fixture.DiskView;
import io.semj.event.AgentContext;
import io.semj.event.EventType;
import io.semj.event.FilesystemContext;
import io.semj.event.GraphContext;
import io.semj.event.ObservabilityContext;
import io.semj.event.SemanticContext;
import io.semj.event.SemanticEvent;
import io.semj.event.SystemContext;
import io.semj.event.VectorContext;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CategoryEmittersTest {
  @TempDir private Path directory;

  @Test
  void shouldEmitOneEventOfEachCategoryWithItsContext() {
    ObservabilityContext observed =
        ObservabilityContext.builder()
            .metricName("heap.used")
            .metricValue(0.5)
            .metricUnit("ratio")
            .build();
    try (SemanticJournal journal = SemanticJournal.open(JournalConfig.builder(directory).build())) {
      journal.emitFilesystemEvent(EventType.FILESYSTEM_CREATE, "/a", 12, 0x8000);
      journal.emitGraphEvent(EventType.GRAPH_NODE_CREATE, 1, 2, 3);
      journal.emitVectorEvent(EventType.VECTOR_CREATE, 4, 768, 1);
      journal.emitAgentEvent(EventType.AGENT_DECISION, "agent", "intent", 90);
      journal.emitSystemEvent(EventType.SYSTEM_MOUNT, 5, 6, 7);
      journal.emitSemanticEvent(EventType.SEMANTIC_TRANSACTION_BEGIN, 8, "[]", "mean", 9);
      assertThat(journal.emitObservabilityEvent(EventType.OBSERVABILITY_METRIC_COLLECTED, observed))
          .isEqualTo(7);
    }

    List<SemanticEvent> events = DiskView.events(directory);
    assertThat(events.get(0).filesystem()).isEqualTo(new FilesystemContext("/a", 12, 0x8000));
    assertThat(events.get(1).graph()).isEqualTo(new GraphContext(1, 2, 3));
    assertThat(events.get(2).vector()).isEqualTo(new VectorContext(4, 768, 1));
    assertThat(events.get(3).agent()).isEqualTo(new AgentContext("agent", "intent", 90));
    assertThat(events.get(4).system()).isEqualTo(new SystemContext(5, 6, 7));
    assertThat(events.get(5).transactionId()).isEqualTo(8);
    assertThat(events.get(5).semantic()).isEqualTo(new SemanticContext("[]", "mean", 9));
    assertThat(events.get(6).observability()).isEqualTo(observed);
  }

  @Test
  void shouldRefuseATypeOfAnotherCategory() {
    try (SemanticJournal journal = SemanticJournal.open(JournalConfig.builder(directory).build())) {
      assertThatThrownBy(() -> journal.emitGraphEvent(EventType.AGENT_DECISION, 1, 2, 3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "type is of another category: type=agent.decision, expected=GRAPH, actual=AGENT");
      assertThat(journal.status().lastEmittedSequence()).isZero();
    }
  }
}
