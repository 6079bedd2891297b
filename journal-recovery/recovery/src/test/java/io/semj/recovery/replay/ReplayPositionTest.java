package io.semj.recovery.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.JournalConfig;
import io.semj.core.JournalReader;
import io.semj.core.SemanticJournal;
import io.semj.core.SyncPolicy;
import io.semj.error.ChecksumMismatchException;
import io.semj.error.ConsistencyException;
import io.semj.error.CorruptionException;
import io.semj.error.ReplayException;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.recovery.JournalRecovery;
import io.semj.recovery.strategy.RecoveryRequest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class ReplayPositionTest {
  private static final int EVENTS = 10_000;

  @TempDir private Path directory;
  private Path journal;
  private Path file;
  private final Set<Long> handled = new ConcurrentSkipListSet<>();

  @BeforeEach
  void write() throws IOException {
    journal = Files.createDirectory(directory.resolve("journal"));
    file = directory.resolve("billing.position");
    Journals.write(journal, EVENTS);
  }

  private ReplayReport run(int workers) {
    return new Replay(journal, options(file, workers))
        .run(record -> handled.add(record.userspaceSequence()));
  }

  private static ReplayOptions options(Path file, int workers) {
    ReplayOptionsBuilder options = ReplayOptions.builder().resumable(file).savePositionEvery(100);
    if (workers > 0) {
      options.parallel(workers, ReplayKey.agent());
    }
    return options.build();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void shouldGoOnWhereItEnded(int workers) {
    assertThat(run(workers).position()).isEqualTo(EVENTS);
    handled.clear();
    assertThat(run(workers).counts().read()).isZero();
    assertThat(handled).isEmpty();
    Journals.write(journal, 100);
    ReplayReport report = run(workers);
    assertThat(handled).containsExactlyElementsOf(Journals.sequences(EVENTS + 1, EVENTS + 100));
    assertThat(report.position()).isEqualTo(EVENTS + 100);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void shouldHandleEverythingAtLeastOnceWhenItFailsAgainAndAgain(int workers) {
    long before = 0;
    for (int failAt = 1_500; failAt < EVENTS; failAt += 1_500) {
      int fatal = failAt;
      assertThatThrownBy(
              () ->
                  new Replay(journal, options(file, workers))
                      .run(
                          record -> {
                            if (record.userspaceSequence() == fatal) {
                              throw new IllegalStateException("power off");
                            }
                            handled.add(record.userspaceSequence());
                          }))
          .isInstanceOf(ReplayException.class);
      long kept = new ReplayPositionFile(file).read().map(ReplayPosition::sequence).orElse(0L);
      assertThat(kept).isBetween(before, (long) fatal - 1);
      assertThat(handled).containsAll(Journals.sequences(1, kept));
      before = kept;
    }
    run(workers);
    assertThat(handled).containsExactlyElementsOf(Journals.sequences(1, EVENTS));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void shouldGoOnAfterItsProcessWasKilled(int workers) throws Exception {
    Path log = directory.resolve("log");
    for (int round = 1; round <= 3; round++) {
      Process child =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  ReplayUntilKilled.class.getName(),
                  journal.toString(),
                  file.toString(),
                  log.toString(),
                  Integer.toString(workers))
              .redirectErrorStream(true)
              .redirectOutput(new File(directory.toFile(), "out" + round))
              .start();
      try {
        awaitLines(child, log, round * 3_000);
        awaitPosition(child);
      } finally {
        child.destroyForcibly();
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
      }
    }
    Set<Long> seen = new TreeSet<>();
    for (String line : Files.readAllLines(log)) {
      if (!line.isBlank() && line.endsWith(".")) {
        seen.add(Long.parseLong(line.substring(0, line.length() - 1)));
      }
    }
    long kept = new ReplayPositionFile(file).read().orElseThrow().sequence();
    assertThat(kept).isPositive();
    assertThat(seen).containsAll(Journals.sequences(1, kept));
    run(workers);
    assertThat(handled).containsExactlyElementsOf(Journals.sequences(kept + 1, EVENTS));
  }

  private static void awaitLines(Process child, Path log, int lines) throws IOException {
    long wanted = lines * 6L;
    while (child.isAlive() && (!Files.exists(log) || Files.size(log) < wanted)) {
      Thread.onSpinWait();
    }
  }

  /**
   * A slow disk may take longer to keep a position than the workers take for thousands of lines.
   */
  private void awaitPosition(Process child) {
    while (child.isAlive() && !Files.exists(file)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldRefuseAPositionOfAnotherJournal() {
    new ReplayPositionFile(file).write(new ReplayPosition(new UUID(1, 2), 7, 8));
    assertThatThrownBy(() -> run(0))
        .isInstanceOf(ConsistencyException.class)
        .hasMessageContaining("replay position is of another journal: file=" + file);
  }

  @Test
  void shouldReadWhatItWrote() {
    ReplayPositionFile position = new ReplayPositionFile(file);
    assertThat(position.read()).isEmpty();
    ReplayPosition written = new ReplayPosition(new UUID(-1, 2), Long.MAX_VALUE, -5);
    position.write(new ReplayPosition(new UUID(0, 0), 1, 2));
    position.write(written);
    assertThat(position.read()).contains(written);
  }

  @Test
  void shouldRefuseAPositionInWhichAnyByteWasChanged() throws IOException {
    ReplayPositionFile position = new ReplayPositionFile(file);
    position.write(new ReplayPosition(new UUID(3, 4), 5, 6));
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(file, bad);
      assertThatThrownBy(position::read)
          .as("byte %d", i)
          .isInstanceOfAny(CorruptionException.class, ChecksumMismatchException.class);
    }
    for (int length = 0; length < good.length; length++) {
      Files.write(file, java.util.Arrays.copyOf(good, length));
      assertThatThrownBy(position::read).isInstanceOf(CorruptionException.class);
    }
  }

  @Test
  void shouldNotMindWhatAKilledWriterLeftBeside() throws IOException {
    ReplayPositionFile position = new ReplayPositionFile(file);
    ReplayPosition first = new ReplayPosition(new UUID(3, 4), 5, 6);
    position.write(first);
    Files.write(directory.resolve("billing.position.tmp"), new byte[11]);
    assertThat(position.read()).contains(first);
    position.write(new ReplayPosition(new UUID(3, 4), 7, 8));
    assertThat(position.read().orElseThrow().sequence()).isEqualTo(7);
    try (var files = Files.list(directory)) {
      List<String> names = new ArrayList<>();
      files.forEach(path -> names.add(path.getFileName().toString()));
      assertThat(names).containsExactlyInAnyOrder("journal", "billing.position");
    }
  }

  @Test
  void shouldRefuseAPositionThatLiesInWhatWasCutSince() {
    assertThat(run(0).position()).isEqualTo(EVENTS);
    JournalRecovery.of(journal).recover(RecoveryRequest.partialThrough(100));
    assertThatThrownBy(() -> run(0))
        .isInstanceOf(ConsistencyException.class)
        .hasMessageContaining("what was handled is not in the journal any more")
        .hasMessageContaining("handledSequence=10000, lastSequence=100")
        .hasMessageContaining(file.toString());
  }

  @Test
  void shouldKeepNoPositionAboveWhatIsDurable() {
    Path live = directory.resolve("live");
    JournalConfig config =
        JournalConfig.builder(live)
            .syncPolicy(SyncPolicy.WRITTEN)
            .kernelCompatibility(false)
            .build();
    Path position = directory.resolve("live.position");
    Set<Long> seen = new ConcurrentSkipListSet<>();
    try (SemanticJournal writer = SemanticJournal.open(config)) {
      for (int i = 0; i < 1_000; i++) {
        writer.emitEvent(new EventBuilder(EventType.AGENT_DECISION));
      }
      try (JournalReader reader = writer.reader(1)) {
        for (int read = 0; read < 1_000; ) {
          read += reader.poll(record -> {}, 1_000);
        }
      }
      ReplayReport report =
          new Replay(live, options(position, 0)).run(r -> seen.add(r.userspaceSequence()));
      assertThat(report.position()).isEqualTo(1_000);
      assertThat(position).doesNotExist();
    }
    seen.clear();
    new Replay(live, options(position, 0)).run(r -> seen.add(r.userspaceSequence()));
    assertThat(seen).hasSize(1_000);
    assertThat(new ReplayPositionFile(position).read().orElseThrow().sequence()).isEqualTo(1_000);
  }
}
