package io.semj.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.JournalConfig;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What docs/queries.md and docs/agents.md show must compile and run. */
class QueryPagesTest {
  private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
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
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "-d",
                temporary.toString(),
                source.toString());
    assertThat(result).as(messages.toString(StandardCharsets.UTF_8)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"queries.md, 3", "agents.md, 1"})
  void shouldCompileAndRunEveryExample(String page, int least)
      throws ReflectiveOperationException, IOException {
    StringBuilder code = new StringBuilder(BEGIN);
    int examples = 0;
    String text = Files.readString(Path.of("..", "..", "docs", page));
    for (Matcher matcher = EXAMPLE.matcher(text); matcher.find(); examples++) {
      code.append("public static void example").append(examples);
      code.append("(JournalConfig config) {\n");
      code.append(matcher.group(1));
      code.append("}\n");
    }
    assertThat(examples).isGreaterThanOrEqualTo(least);
    compile(code.append("}").toString());
    run(examples);
  }

  private void run(int examples) throws ReflectiveOperationException, IOException {
    URL[] classes = {temporary.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader())) {
      for (int i = 0; i < examples; i++) {
        Path directory = temporary.resolve("journal" + i);
        new RandomJournal(i).fill(directory, 300);
        try (JournalQueries queries =
            JournalQueries.open(directory, JournalQueries.UserKeys.NONE)) {
          Class<?> type = loader.loadClass("Examples");
          type.getField("queries").set(null, queries);
          Method example = type.getMethod("example" + i, JournalConfig.class);
          example.invoke(null, RandomJournal.config(directory));
        }
      }
    }
  }
}
