package io.semj.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.fixture.CompiledCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/checkpoints.md shows must compile, and restore the state each time it is run. */
class CheckpointsPageTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "checkpoints.md");
  private static final String IMPORTS =
      "import io.semj.core.*; import io.semj.core.checkpoint.*; import io.semj.event.*;"
          + " import io.semj.format.RecordFlyweight; import java.io.*; import java.nio.file.*;"
          + " import java.time.Duration; import java.util.*;\n";

  @TempDir private Path temporary;

  @Test
  void shouldRestoreTheStateWheneverTheExampleIsRunAgain()
      throws IOException, ReflectiveOperationException {
    String[] parts = Files.readString(PAGE).split("```(java)?\n", -1);
    String main = parts[3].replace("Path.of(\"journal\")", "Path.of(args[0])");
    String example =
        IMPORTS
            + "public class Example { public static void main(String[] args) {\n"
            + main
            + "}}\n"
            + parts[1];
    try (CompiledCode code = CompiledCode.of(temporary, "Example", example)) {
      assertThat(run(code)).isEqualTo("{apples=3, pears=2}");
      assertThat(run(code)).isEqualTo("{apples=6, pears=4}");
      assertThat(run(code)).isEqualTo("{apples=9, pears=6}");
    }
  }

  private String run(CompiledCode code) throws ReflectiveOperationException {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      code.call("main", (Object) new String[] {temporary.resolve("journal").toString()});
    } finally {
      System.setOut(out);
    }
    return printed.toString(StandardCharsets.UTF_8).trim();
  }
}
