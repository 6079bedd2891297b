package io.semj.recovery.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.fixture.CompiledCode;
import io.semj.core.fixture.PageExamples;
import io.semj.event.SemanticEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/upkeep.md shows must compile and run, each example on a journal of its own. */
class UpkeepPageTest {
  private static final String BEGIN =
      """
      import io.semj.core.*;
      import io.semj.core.checkpoint.*;
      import io.semj.core.filter.*;
      import io.semj.format.*;
      import io.semj.recovery.*;
      import io.semj.recovery.upkeep.*;
      import java.nio.file.*;
      import java.time.*;
      import java.util.*;
      public class Examples {
        static boolean upload(Path segment) { return true; }
        static void show(Object... what) {}
      """;
  private static final String SIGNATURE =
      "(Path directory, Path archive, Path stateFile) throws Exception";
  private static final int EVENTS = 2_000;

  @TempDir private Path temporary;

  @Test
  void shouldCompileAndRunEveryExample() throws ReflectiveOperationException, IOException {
    List<String> examples =
        PageExamples.of("upkeep.md").stream()
            .map(example -> example.replace("System.out.println(", "show("))
            // The library of Zstd is optional, and not here.
            .map(example -> example.replace("BlockCompression.ZSTD", "BlockCompression.LZ4"))
            .toList();
    assertThat(examples).hasSizeGreaterThan(6);
    try (CompiledCode code = PageExamples.compile(temporary, BEGIN, SIGNATURE, examples)) {
      for (int i = 0; i < examples.size(); i++) {
        run(code, i);
      }
    }
  }

  private void run(CompiledCode code, int i) throws ReflectiveOperationException, IOException {
    Path place = Files.createDirectory(temporary.resolve("example" + i));
    Path journal = place.resolve("journal");
    Path archive = Files.createDirectory(place.resolve("archive"));
    UpkeepJournal.write(journal, EVENTS, 7, i);
    List<SemanticEvent> before = UpkeepJournal.read(journal);
    code.call("example" + i, journal, archive, place.resolve("verify.state"));
    List<SemanticEvent> left = UpkeepJournal.read(new ArchivedJournal(journal, archive).reader(1));
    assertThat(before).containsAll(left);
  }
}
