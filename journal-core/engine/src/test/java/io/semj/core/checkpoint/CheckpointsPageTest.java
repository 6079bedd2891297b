package io.semj.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
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
    compile();
    assertThat(run()).isEqualTo("{apples=3, pears=2}");
    assertThat(run()).isEqualTo("{apples=6, pears=4}");
    assertThat(run()).isEqualTo("{apples=9, pears=6}");
  }

  private void compile() throws IOException {
    String[] parts = Files.readString(PAGE).split("```(java)?\n", -1);
    String main = parts[3].replace("Path.of(\"journal\")", "Path.of(args[0])");
    Path source = temporary.resolve("Example.java");
    Files.writeString(
        source,
        IMPORTS
            + "public class Example { public static void main(String[] args) {\n"
            + main
            + "}}\n"
            + parts[1]);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    int result =
        compiler.run(
            null,
            messages,
            messages,
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "-d",
            temporary.toString(),
            source.toString());
    assertThat(result).as(messages.toString(StandardCharsets.UTF_8)).isZero();
  }

  private String run() throws IOException, ReflectiveOperationException {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    URL[] classes = {temporary.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader())) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      loader
          .loadClass("Example")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {temporary.resolve("journal").toString()});
    } finally {
      System.setOut(out);
    }
    return printed.toString(StandardCharsets.UTF_8).trim();
  }
}
