package io.semj.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.fixture.ChildJvm;
import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.EmitAndTell;
import io.semj.core.fixture.RecordingErrors;
import io.semj.event.SemanticEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a surviving ring, a killed process loses no event whose emission returned. */
class KilledEmittersTest {
  private static final long ENOUGH_BYTES = 8L * 5_000;
  private static final int KILLS = 3;

  @TempDir private Path directory;
  @TempDir private Path ring;
  @TempDir private Path reports;

  @ParameterizedTest
  @ValueSource(ints = {3, 1})
  void shouldHaveEveryEventWhoseEmissionReturned(int threads) {
    for (int kill = 1; kill <= KILLS; kill++) {
      long told = bytesTold();
      try (ChildJvm child = ChildJvm.start(EmitAndTell.class, directory, ring, reports, threads)) {
        assertThat(child.readLine()).isEqualTo("ready");
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
            .pollInterval(Duration.ofMillis(20))
            .until(() -> bytesTold() > told + ENOUGH_BYTES);
        child.kill();
      }
      assertThat(files(ring)).as("the ring of the killed process").hasSize(1);
      reopen();
      assertThat(files(ring)).as("rings after closing").isEmpty();
      Set<Long> there = new HashSet<>();
      List<SemanticEvent> events = DiskView.events(directory);
      events.forEach(event -> assertThat(there.add(event.sequence())).isTrue());
      assertThat(there).containsAll(sequencesTold());
      assertGroupsAreWhole(events);
      DiskView.blocks(directory);
    }
  }

  private void reopen() {
    RecordingErrors errors = new RecordingErrors();
    JournalConfig config =
        JournalConfig.builder(directory)
            .ringPlacement(RingPlacement.PRIVATE)
            .maxSegmentBytes(1 << 20)
            .errorHandler(errors)
            .build();
    SemanticJournal.open(config).close();
    assertThat(errors.all()).isEmpty();
  }

  private static void assertGroupsAreWhole(List<SemanticEvent> events) {
    for (int i = 0; i < events.size(); ) {
      int size = (int) events.get(i).causalityChainId();
      long id = events.get(i).sessionId();
      if (size > 0) {
        assertThat(events.subList(i, i + size)).allMatch(event -> event.sessionId() == id);
      }
      i += Math.max(1, size);
    }
  }

  private long bytesTold() {
    return files(reports).stream().mapToLong(KilledEmittersTest::size).sum();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A write that was cut short by the kill tells nothing. */
  private Set<Long> sequencesTold() {
    Set<Long> told = new HashSet<>();
    for (Path file : files(reports)) {
      try {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer sequences = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (sequences.remaining() >= Long.BYTES) {
          told.add(sequences.getLong());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return told;
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
