package io.semj.tool;

import static io.semj.core.fixture.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.fixture.SmallDisk;
import io.semj.tool.fixture.Run;
import io.semj.tool.fixture.ToolProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code semj emit} as a process that is killed, told to end, or runs out of space. */
class EmitProcessTest {
  private static final String LINE =
      "{\"type\":\"filesystem.create\",\"context\":{\"session_id\":%d},\"payload\":\"%s\"}\n";

  @TempDir private Path temp;

  /** Feeds a process until that fails. */
  private static Thread feed(ToolProcess process, int from, String padding) {
    Thread feeder =
        new Thread(
            () -> {
              try {
                for (int i = from; ; i++) {
                  process.write(String.format(Locale.ROOT, LINE, i, padding));
                }
              } catch (UncheckedIOException e) {
                // the process has ended
              }
            });
    feeder.setDaemon(true);
    feeder.start();
    return feeder;
  }

  private static List<String> acknowledgements(List<String> lines) {
    // The kill may have cut the last one.
    List<String> whole = new ArrayList<>(lines);
    if (!whole.isEmpty() && !whole.get(whole.size() - 1).endsWith("}")) {
      whole.remove(whole.size() - 1);
    }
    for (int i = 0; i < whole.size(); i++) {
      assertThat(whole.get(i)).isEqualTo("{\"sequence\":" + (i + 1) + "}");
    }
    return whole;
  }

  private static void assertHolds(Path journal, int events) {
    List<String> lines = Run.of("cat", "--json", journal).lines();
    assertThat(lines).hasSizeGreaterThanOrEqualTo(events);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i))
          .startsWith("{\"sequence\":" + (i + 1) + ",")
          .contains("\"session_id\":" + (i + 1) + "}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"written", "interval", "batch"})
  void shouldLoseNothingAcknowledgedWhenItIsKilled(String sync) throws IOException {
    long seed = System.nanoTime();
    System.out.println("seed=" + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 2; round++) {
      Path journal = temp.resolve("journal" + round);
      List<String> lines = new ArrayList<>();
      try (ToolProcess process =
          ToolProcess.start(temp, "emit", "--ack", "--sync", sync, journal)) {
        feed(process, 1, "x".repeat(100));
        for (int i = random.nextInt(20_000); i >= 0; i--) {
          lines.add(process.output().readLine());
        }
        process.kill();
        lines.addAll(process.readToEnd());
      }
      int acknowledged = acknowledgements(lines).size();
      assertHolds(journal, acknowledged);
      assertThat(Run.of("verify", journal).code()).isZero();
      Run again = Run.withInput(String.format(Locale.ROOT, LINE, 1, ""), "emit", "--ack", journal);
      assertThat(again.code()).isZero();
      assertThat(Run.of("verify", journal).code()).isZero();
    }
  }

  @Test
  void shouldAcknowledgeEachEventOfASlowProducerBeforeTheNext() throws IOException {
    try (ToolProcess process =
        ToolProcess.start(temp, "emit", "--ack", "--flush-interval", "1h", temp.resolve("j"))) {
      for (int i = 1; i <= 20; i++) {
        process.write(String.format(Locale.ROOT, LINE, i, ""));
        assertThat(process.output().readLine()).isEqualTo("{\"sequence\":" + i + "}");
      }
      process.input().close();
      assertThat(process.await()).isZero();
      assertThat(process.errors()).isEmpty();
    }
  }

  @Test
  void shouldMakeEverythingDurableAndEndWhenItIsToldTo() throws IOException {
    Path journal = temp.resolve("journal");
    try (ToolProcess process = ToolProcess.start(temp, "emit", "--ack", journal)) {
      process.write(String.format(Locale.ROOT, LINE, 1, ""));
      assertThat(process.output().readLine()).isNotNull();
      feed(process, 2, "");
      process.terminate();
      List<String> lines = process.readToEnd();
      assertThat(process.await()).isEqualTo(128 + 15);
      assertThat(process.errors()).isEmpty();
      assertHolds(journal, lines.size() + 1);
      assertThat(Run.of("info", journal).out()).contains("1, 1 sealed");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tmpfs", "ext4"})
  void shouldEndWithItsReasonWhenTheDiskIsFullAndKeepWhatItAcknowledged(String type) {
    try (SmallDisk disk =
            type.equals("tmpfs") ? SmallDisk.tmpfs(temp, 8) : SmallDisk.ext4(temp, 12);
        ToolProcess process =
            ToolProcess.start(
                temp,
                "emit",
                "--ack",
                "--compression",
                "none",
                "--full-disk-wait",
                "500ms",
                disk.path().resolve("journal"))) {
      Thread feeder = feed(process, 1, "x".repeat(1_000));
      List<String> lines = process.readToEnd();
      assertThat(process.await()).isEqualTo(ExitCode.FAILED);
      assertThat(process.errors())
          .startsWith("semj: no space left for the journal: ")
          .hasLineCount(1);
      await().until(() -> !feeder.isAlive());
      assertThat(lines).isNotEmpty();
      assertHolds(disk.path().resolve("journal"), acknowledgements(lines).size());
      assertThat(Run.of("verify", disk.path().resolve("journal")).code()).isZero();
    }
  }

  @Test
  void shouldEndWithItsReasonAlsoWhenTheInputGoesOnSlowly() {
    try (SmallDisk disk = SmallDisk.tmpfs(temp, 8);
        ToolProcess process =
            ToolProcess.start(
                temp, "emit", "--full-disk-wait", "200ms", disk.path().resolve("journal"))) {
      disk.fill();
      process.write(String.format(Locale.ROOT, LINE, 1, "x".repeat(1_000)));
      // Standard input stays open.
      assertThat(process.await()).isEqualTo(ExitCode.FAILED);
      assertThat(process.errors()).startsWith("semj: ").contains("space").hasLineCount(1);
    }
  }

  @Test
  void shouldSayWhoElseWrites() throws IOException {
    Path journal = temp.resolve("journal");
    try (ToolProcess process = ToolProcess.start(temp, "emit", "--ack", journal)) {
      process.write(String.format(Locale.ROOT, LINE, 1, ""));
      assertThat(process.output().readLine()).isNotNull();
      Run other = Run.withInput(String.format(Locale.ROOT, LINE, 2, ""), "emit", "--ack", journal);
      assertThat(other.code()).isEqualTo(ExitCode.FAILED);
      assertThat(other.err()).contains("journal is open for writing elsewhere").hasLineCount(1);
      assertThat(Run.of("cat", journal).lines()).hasSize(1);
      assertThat(Run.of("verify", journal).code()).isZero();
      assertThat(Run.of("info", journal).out()).contains("which is running");
    }
  }
}
