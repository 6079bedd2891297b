package io.semj.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows must compile and run. */
class ReadmeExampleTest {
  private static final String IMPORTS =
      "import io.semj.core.*; import io.semj.event.*; import java.nio.file.*; import java.time.*;\n";

  @TempDir private Path temporary;

  private static Path readme() {
    Path module = Path.of("README.md");
    return Files.exists(module) ? module : Path.of("..", "README.md");
  }

  private String example() throws IOException {
    String text = Files.readString(readme());
    String begin = "```java\n";
    int from = text.indexOf(begin) + begin.length();
    String code = text.substring(from, text.indexOf("```", from));
    assertThat(code.lines().count()).as("lines of the example").isLessThanOrEqualTo(16);
    return code.replace("Path.of(\"journal\")", "Path.of(args[0])");
  }

  @Test
  void shouldCompileAndRunTheExample() throws ReflectiveOperationException, IOException {
    Path source = temporary.resolve("Example.java");
    Files.writeString(
        source,
        IMPORTS
            + "public class Example { public static void main(String[] args) {\n"
            + example()
            + "}}");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    int result =
        compiler.run(null, messages, messages, "-d", temporary.toString(), source.toString());
    assertThat(result).as(messages.toString(StandardCharsets.UTF_8)).isZero();
    URL[] classes = {temporary.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader())) {
      String journal = temporary.resolve("journal").toString();
      loader
          .loadClass("Example")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {journal});
    }
    assertThat(temporary.resolve("journal/00000000000000000001.semj")).isRegularFile();
  }
}
