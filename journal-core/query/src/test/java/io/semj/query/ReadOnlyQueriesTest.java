package io.semj.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.JournalConfig;
import io.semj.core.SemanticJournal;
import io.semj.core.filter.EventFilter;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.index.IndexKey;
import io.semj.index.KeyKind;
import io.semj.query.JournalQueries.UserKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadOnlyQueriesTest {
  private static final EventQuery TRANSACTION =
      EventQuery.builder().filter(EventFilter.builder().transaction(7).build()).build();

  @TempDir Path directory;

  @BeforeEach
  void fill() {
    JournalConfig config = JournalConfig.builder(directory).ringSize(64).batchSize(8).build();
    for (int opening = 0; opening < 2; opening++) {
      try (SemanticJournal journal = SemanticJournal.open(config)) {
        for (int i = 0; i < 100; i++) {
          journal.emitEvent(new EventBuilder(EventType.GRAPH_QUERY).transactionId(1 + i % 10));
        }
      }
    }
  }

  private void assertAnswers() {
    try (JournalQueries queries = JournalQueries.openReadOnly(directory)) {
      QueryResponse response = queries.queryEvents(TRANSACTION);
      assertThat(response.events()).hasSize(20);
      assertThat(response.explain().indexesUsed()).containsExactly(KeyKind.TRANSACTION);
    }
  }

  @Test
  void shouldMakeNoIndexFiles() {
    assertAnswers();
    assertThat(directory.resolve(IndexFiles.DIRECTORY)).doesNotExist();
  }

  @Test
  void shouldTakeIndexFilesWithKeysOfAnApplicationAndLeaveDamagedOnesAlone() throws IOException {
    UserKeys keys = new UserKeys("n", (record, sink) -> sink.add(IndexKey.user("n", 1)));
    try (JournalQueries queries = JournalQueries.open(directory, keys)) {
      assertThat(queries.queryEvents(TRANSACTION).events()).hasSize(20);
    }
    Path index = directory.resolve("index/00000000000000000001.semx");
    byte[] bytes = Files.readAllBytes(index);
    assertAnswers();
    assertThat(index).hasBinaryContent(bytes);

    bytes[bytes.length - 1] ^= 1;
    Files.write(index, bytes);
    assertAnswers();
    assertThat(index).hasBinaryContent(bytes);
  }
}
