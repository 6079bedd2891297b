package io.semj.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.JournalConfig;
import io.semj.core.JournalReader;
import io.semj.core.fixture.ChildJvm;
import io.semj.core.fixture.Crash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service is killed while it creates checkpoints, again and again. */
class KilledWhileCheckpointingTest {
  private static final int KILLS = 5;

  @TempDir private Path directory;

  @Test
  void shouldKeepEveryCheckpointThatWasCreatedAndRestoreTheStateFromIt() throws IOException {
    long seed = System.nanoTime();
    System.out.println("seed=" + seed);
    Random random = new Random(seed);
    for (int kill = 0; kill < KILLS; kill++) {
      List<String> lines;
      try (ChildJvm child =
          ChildJvm.start(CheckpointUntilKilled.class, directory, random.nextInt())) {
        int lifetime = 2 + random.nextInt(9);
        for (int i = 0; i < lifetime; i++) {
          assertThat(child.readLine()).as("the child's output").isNotNull();
        }
        lines = child.kill();
      }
      if (kill > 0) {
        assertThat(lines.get(0)).as("seed %s", seed).isEqualTo("restored=" + expected);
      }
      assertStands(lines, seed);
    }
  }

  private String expected;

  private void assertStands(List<String> lines, long seed) throws IOException {
    CheckpointStore store = CheckpointStore.of(directory);
    assertThat(store.damaged()).as("seed %s", seed).isEmpty();
    Checkpoint newest = store.newestGood().orElseThrow();
    assertThat(newest.id()).as("seed %s", seed).isGreaterThanOrEqualTo(lastMade(lines));
    try (Stream<Path> files = Files.list(directory.resolve("checkpoints"))) {
      assertThat(files.count()).as("checkpoints, and what was left unfinished").isBetween(1L, 8L);
    }
    // What never crashed: every event that is in the journal, from the first on.
    Crash.reopen(JournalConfig.builder(directory).ringSize(128).build());
    Ledger neverCrashed = new Ledger();
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      while (reader.poll(neverCrashed, 10_000) > 0) {
        // all of it
      }
    }
    expected = neverCrashed.state();
  }

  private static long lastMade(List<String> lines) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).matches("made=\\d+ sequence=\\d+")) {
        return Long.parseLong(lines.get(i).replaceAll("made=(\\d+) .*", "$1"));
      }
    }
    return 0;
  }
}
