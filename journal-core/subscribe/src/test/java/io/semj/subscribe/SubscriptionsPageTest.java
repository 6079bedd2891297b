package io.semj.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.JournalConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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

/** What docs/subscriptions.md shows must compile and run. */
class SubscriptionsPageTest {
  private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
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
    StringBuilder code = new StringBuilder(BEGIN);
    int examples = 0;
    String text = Files.readString(Path.of("..", "..", "docs", "subscriptions.md"));
    for (Matcher matcher = EXAMPLE.matcher(text); matcher.find(); examples++) {
      code.append("public static void example").append(examples);
      code.append("(JournalConfig config) {\n").append(matcher.group(1)).append("}\n");
    }
    assertThat(examples).isEqualTo(4);
    compile(code.append("}").toString());
    URL[] classes = {temporary.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader())) {
      for (int i = 0; i < examples; i++) {
        loader
            .loadClass("Examples")
            .getMethod("example" + i, JournalConfig.class)
            .invoke(null, Journals.config(temporary.resolve("journal" + i)).build());
      }
    }
  }

  private void compile(String code) throws IOException {
    Path source = Files.writeString(temporary.resolve("Examples.java"), code);
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                messages,
                messages,
                "-proc:none",
                "-cp",
                classPath,
                "-d",
                temporary.toString(),
                source.toString());
    assertThat(result).as(messages.toString(StandardCharsets.UTF_8)).isZero();
  }
}
