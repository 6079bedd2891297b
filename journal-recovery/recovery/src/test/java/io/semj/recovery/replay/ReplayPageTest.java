package io.semj.recovery.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.fixture.CompiledCode;
import io.semj.core.fixture.PageExamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/replay.md shows must compile and run. */
class ReplayPageTest {
  private static final String BEGIN =
      """
      import io.semj.core.filter.*;
      import io.semj.event.*;
      import io.semj.format.*;
      import io.semj.recovery.replay.*;
      import io.semj.recovery.work.*;
      import java.nio.file.*;
      import java.time.*;
      import java.util.*;
      public class Examples {
        static void apply(RecordFlyweight record) {}
        static void show(Object... progress) {}
      """;

  @TempDir private Path temporary;

  @Test
  void shouldCompileAndRunEveryExample() throws ReflectiveOperationException, IOException {
    List<String> examples =
        PageExamples.of("replay.md").stream()
            .map(example -> example.replace("Path.of(", "directory.resolve("))
            .toList();
    assertThat(examples).hasSizeGreaterThan(4);
    Path journal = Files.createDirectory(temporary.resolve("journal"));
    Journals.write(journal, 100);
    try (CompiledCode code = PageExamples.compile(temporary, BEGIN, "(Path directory)", examples)) {
      for (int i = 0; i < examples.size(); i++) {
        code.call("example" + i, journal);
      }
    }
    assertThat(journal.resolve("billing.position")).isRegularFile();
  }
}
