package io.semj.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.fixture.CompiledCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    String main =
        IMPORTS
            + "public class Example { public static void main(String[] args) {\n"
            + example()
            + "}}";
    try (CompiledCode code = CompiledCode.of(temporary, "Example", main)) {
      code.call("main", (Object) new String[] {temporary.resolve("journal").toString()});
    }
    assertThat(temporary.resolve("journal/00000000000000000001.semj")).isRegularFile();
  }
}
