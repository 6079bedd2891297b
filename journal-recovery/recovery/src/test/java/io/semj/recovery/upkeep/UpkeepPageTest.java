package io.semj.recovery.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.event.SemanticEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/upkeep.md shows must compile and run, each example on a journal of its own. */
class UpkeepPageTest {
  private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
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
  private static final int EVENTS = 2_000;

  @TempDir private Path temporary;

  private static String page() throws IOException {
    Path module = Path.of("docs", "upkeep.md");
    return Files.readString(
        Files.exists(module) ? module : Path.of("..", "..", "docs", "upkeep.md"));
  }

  @Test
  void shouldCompileAndRunEveryExample() throws ReflectiveOperationException, IOException {
    StringBuilder code = new StringBuilder(BEGIN);
    int examples = 0;
    for (Matcher matcher = EXAMPLE.matcher(page()); matcher.find(); examples++) {
      code.append("public static void example").append(examples);
      code.append("(Path directory, Path archive, Path stateFile) throws Exception {\n");
      String example = matcher.group(1).replace("System.out.println(", "show(");
      // The library of Zstd is optional, and not here.
      code.append(example.replace("BlockCompression.ZSTD", "BlockCompression.LZ4")).append("}\n");
    }
    assertThat(examples).isGreaterThan(6);
    compile(code.append("}").toString());
    URL[] classes = {temporary.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader())) {
      for (int i = 0; i < examples; i++) {
        run(loader, i);
      }
    }
  }

  private void compile(String code) throws IOException {
    Path source = Files.writeString(temporary.resolve("Examples.java"), code);
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
  }

  private void run(URLClassLoader loader, int i) throws ReflectiveOperationException, IOException {
    Path place = Files.createDirectory(temporary.resolve("example" + i));
    Path journal = place.resolve("journal");
    Path archive = Files.createDirectory(place.resolve("archive"));
    UpkeepJournal.write(journal, EVENTS, 7, i);
    List<SemanticEvent> before = UpkeepJournal.read(journal);
    Method example =
        loader.loadClass("Examples").getMethod("example" + i, Path.class, Path.class, Path.class);
    example.invoke(null, journal, archive, place.resolve("verify.state"));
    List<SemanticEvent> left = UpkeepJournal.read(new ArchivedJournal(journal, archive).reader(1));
    assertThat(before).containsAll(left);
  }
}
