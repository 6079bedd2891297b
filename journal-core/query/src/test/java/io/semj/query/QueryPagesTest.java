package io.semj.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.fixture.CompiledCode;
import io.semj.core.fixture.PageExamples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What docs/queries.md and docs/agents.md show must compile and run. */
class QueryPagesTest {
  private static final String BEGIN =
      """
      import io.semj.core.*;
      import io.semj.core.filter.*;
      import io.semj.event.*;
      import io.semj.format.*;
      import io.semj.index.*;
      import io.semj.query.*;
      import io.semj.query.JournalQueries.UserKeys;
      import io.semj.query.agent.*;
      import io.semj.query.causality.*;
      import java.nio.file.*;
      import java.time.*;
      import java.util.*;
      public class Examples {
        public static JournalQueries queries;
        static void show(Object anything) {}
        static long tenantOf(RecordFlyweight record) { return record.payloadSize(); }
        static long tenantOf(SemanticEvent event) { return event.payloadSize(); }
      """;

  @TempDir private Path temporary;

  @ParameterizedTest
  @CsvSource({"queries.md, 3", "agents.md, 1"})
  void shouldCompileAndRunEveryExample(String page, int least)
      throws ReflectiveOperationException, IOException {
    List<String> examples = PageExamples.of(page);
    assertThat(examples).hasSizeGreaterThanOrEqualTo(least);
    try (CompiledCode code =
        PageExamples.compile(temporary, BEGIN, "(JournalConfig config)", examples)) {
      for (int i = 0; i < examples.size(); i++) {
        Path directory = temporary.resolve("journal" + i);
        new RandomJournal(i).fill(directory, 300);
        try (JournalQueries queries =
            JournalQueries.open(directory, JournalQueries.UserKeys.NONE)) {
          code.type().getField("queries").set(null, queries);
          code.call("example" + i, RandomJournal.config(directory));
        }
      }
    }
  }
}
