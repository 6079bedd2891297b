package io.semj.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillHarnessTest {
  private static final int ONE_OF_EACH_MODE_AND_MORE = 12;

  @TempDir private Path directory;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void shouldKeepEveryPromiseWhileProcessesAreKilled() throws IOException {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    int exit =
        KillHarness.run(
            out,
            "--kills",
            Integer.toString(ONE_OF_EACH_MODE_AND_MORE),
            "--dir",
            directory.resolve("killed").toString());
    assertThat(exit).as(printed.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("HELD kills=12", "CHECKPOINT=", "RECOVER=", "--seed ");
  }
}
