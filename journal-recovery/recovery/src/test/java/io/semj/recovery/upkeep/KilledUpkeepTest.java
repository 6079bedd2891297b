package io.semj.recovery.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.SemanticJournal;
import io.semj.event.SemanticEvent;
import io.semj.recovery.IntegrityReport;
import io.semj.recovery.IntegrityVerifier;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compactions and archivings that are killed as by {@code kill -9}, at moments of chance. */
class KilledUpkeepTest {
  private static final int EVENTS = 12_000;
  private static final int KILLS = 6;

  @TempDir private Path temp;

  private static void runAndKill(Random random, Object... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                UpkeepInChild.class.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      assertThat(output.readLine()).isEqualTo("ready");
      // When to kill is chance, not something to wait for.
      LockSupport.parkNanos(random.nextInt(600_000_000));
      process.toHandle().destroyForcibly();
      process.waitFor();
    }
  }

  @Test
  void shouldLeaveEverySegmentWholeWhenACompactionIsKilled() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int kill = 0; kill < KILLS; kill++) {
      Path directory = temp.resolve("compact" + kill);
      UpkeepJournal.write(directory, EVENTS, 9, seed + kill);
      runAndKill(random, "compact", directory);
      IntegrityReport report = new IntegrityVerifier(directory).verify();
      assertThat(report.problems()).as("seed=%d, kill=%d", seed, kill).isEmpty();
      assertThat(report.totals().events() + report.removedEvents())
          .as("seed=%d, kill=%d", seed, kill)
          .isEqualTo(EVENTS);
      int modulus = 1 << 21;
      new Compactor(directory, Compaction.keep(r -> r.userspaceSequence() % modulus == 0)).run();
      try (SemanticJournal journal =
          SemanticJournal.open(UpkeepJournal.config(directory).build())) {
        assertThat(journal.emitEvent(SemanticEvent.builder(0x8001))).isEqualTo(EVENTS + 1);
      }
      assertThat(UpkeepJournal.read(directory)).hasSize(1);
    }
  }

  @Test
  void shouldLoseNoEventWhenAnArchivingIsKilled() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int kill = 0; kill < KILLS; kill++) {
      Path directory = temp.resolve("archive" + kill);
      Path archive = Files.createDirectory(temp.resolve("archived" + kill));
      UpkeepJournal.write(directory, EVENTS, 9, seed + kill);
      List<SemanticEvent> before = UpkeepJournal.read(directory);
      runAndKill(random, "archive", directory, archive);
      ArchivedJournal both = new ArchivedJournal(directory, archive);
      assertThat(UpkeepJournal.read(both.reader(1))).as("seed=%d", seed).isEqualTo(before);
      new Archiver(directory).moveTo(archive);
      assertThat(UpkeepJournal.segments(directory)).hasSize(1);
      assertThat(UpkeepJournal.read(both.reader(1))).as("seed=%d", seed).isEqualTo(before);
      assertThat(both.verify().problems()).as("seed=%d", seed).isEmpty();
    }
  }
}
