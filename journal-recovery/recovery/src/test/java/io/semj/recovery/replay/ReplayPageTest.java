package io.semj.recovery.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/replay.md shows must compile and run. */
class ReplayPageTest {
  private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
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

  private static String page() throws IOException {
    Path module = Path.of("docs", "replay.md");
    return Files.readString(
        Files.exists(module) ? module : Path.of("..", "..", "docs", "replay.md"));
  }

  @Test
  void shouldCompileAndRunEveryExample() throws ReflectiveOperationException, IOException {
    StringBuilder code = new StringBuilder(BEGIN);
    int examples = 0;
    for (Matcher matcher = EXAMPLE.matcher(page()); matcher.find(); examples++) {
      code.append("public static void example").append(examples).append("(Path directory) {\n");
      code.append(matcher.group(1).replace("Path.of(", "directory.resolve(")).append("}\n");
    }
    assertThat(examples).isGreaterThan(4);
    Path source = Files.writeString(temporary.resolve("Examples.java"), code.append("}"));
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                messages,
                messages,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                temporary.toString(),
                source.toString());
    assertThat(result).as(messages.toString(StandardCharsets.UTF_8)).isZero();
    Path journal = Files.createDirectory(temporary.resolve("journal"));
    Journals.write(journal, 100);
    URL[] classes = {temporary.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader())) {
      for (int i = 0; i < examples; i++) {
        Method example = loader.loadClass("Examples").getMethod("example" + i, Path.class);
        example.invoke(null, journal);
      }
    }
    assertThat(journal.resolve("billing.position")).isRegularFile();
  }
}
