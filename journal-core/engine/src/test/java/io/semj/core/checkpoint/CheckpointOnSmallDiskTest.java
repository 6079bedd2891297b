package io.semj.core.checkpoint;

import static io.semj.core.fixture.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.JournalConfig;
import io.semj.core.JournalState;
import io.semj.core.RetentionPolicy;
import io.semj.core.SemanticJournal;
import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.Events;
import io.semj.core.fixture.RecordingErrors;
import io.semj.core.fixture.SmallDisk;
import io.semj.error.InsufficientSpaceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A snapshot that the disk has no room for. */
class CheckpointOnSmallDiskTest {
  @TempDir private Path temp;
  private final RecordingErrors errors = new RecordingErrors();

  private SmallDisk disk(String type) {
    return type.equals("tmpfs") ? SmallDisk.tmpfs(temp, 8) : SmallDisk.ext4(temp, 12);
  }

  private SemanticJournal open(Path directory) {
    return SemanticJournal.open(
        JournalConfig.builder(directory)
            .ringSize(128)
            .maxSegmentBytes(1 << 20)
            .closeTimeout(Duration.ofSeconds(10))
            .retention(RetentionPolicy.keepAll().withKeepFreeBytes(0))
            .errorHandler(errors)
            .build());
  }

  private static SnapshotSource endless() {
    return out -> {
      byte[] chunk = Events.bytes(3, 1 << 16);
      while (true) {
        out.write(chunk);
      }
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"tmpfs", "ext4"})
  void shouldFailAloneAndGiveTheSpaceBack(String type) throws IOException {
    try (SmallDisk disk = disk(type)) {
      Path directory = disk.path().resolve("journal");
      try (SemanticJournal journal = open(directory)) {
        journal.emitEvent(Events.of(1, 1));
        Checkpoint before = journal.createCheckpoint(out -> 1);
        assertThatThrownBy(() -> journal.createCheckpoint(endless()))
            .isInstanceOf(InsufficientSpaceException.class);
        try (Stream<Path> files = Files.list(directory.resolve("checkpoints"))) {
          assertThat(files).containsExactly(before.file());
        }
        await().until(() -> journal.status().state() != JournalState.SPACE_FULL);
        for (int i = 0; i < 5_000; i++) {
          journal.emitEvent(Events.of(2, i));
        }
        assertThat(journal.flush()).isEqualTo(5_001);
        assertThat(journal.createCheckpoint().sequence()).isEqualTo(5_001);
      }
      DiskView.assertSequences(DiskView.events(directory), 1, 5_001);
      assertThat(CheckpointStore.of(directory).damaged()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tmpfs", "ext4"})
  void shouldNotBeCreatedOnAFullDisk(String type) {
    try (SmallDisk disk = disk(type)) {
      Path directory = disk.path().resolve("journal");
      try (SemanticJournal journal = open(directory)) {
        journal.emitEvent(Events.of(1, 1));
        Checkpoint before = journal.createCheckpoint(out -> 1);
        disk.fill();
        assertThatThrownBy(
                () ->
                    journal.createCheckpoint(
                        out -> {
                          out.write(new byte[1 << 20]);
                          return 1;
                        }))
            .isInstanceOf(InsufficientSpaceException.class);
        assertThat(CheckpointStore.of(directory).newestGood()).contains(before);
        disk.free();
        await().until(() -> journal.status().state() != JournalState.SPACE_FULL);
        assertThat(journal.createCheckpoint(out -> 1).sequence()).isEqualTo(1);
      }
    }
  }
}
