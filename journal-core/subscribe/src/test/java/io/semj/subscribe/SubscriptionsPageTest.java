package io.semj.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.fixture.CompiledCode;
import io.semj.core.fixture.PageExamples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/subscriptions.md shows must compile and run. */
class SubscriptionsPageTest {
  private static final String BEGIN =
      """
      import io.semj.core.*;
      import io.semj.core.filter.*;
      import io.semj.event.*;
      import io.semj.query.*;
      import io.semj.query.agent.*;
      import io.semj.subscribe.*;
      import java.time.*;
      import java.util.concurrent.*;
      public class Examples {
        static void show(Object anything) {}
      """;

  @TempDir private Path temporary;

  @Test
  void shouldCompileAndRunEveryExample() throws ReflectiveOperationException, IOException {
    List<String> examples = PageExamples.of("subscriptions.md");
    assertThat(examples).hasSize(4);
    try (CompiledCode code =
        PageExamples.compile(temporary, BEGIN, "(JournalConfig config)", examples)) {
      for (int i = 0; i < examples.size(); i++) {
        code.call("example" + i, Journals.config(temporary.resolve("journal" + i)).build());
      }
    }
  }
}
