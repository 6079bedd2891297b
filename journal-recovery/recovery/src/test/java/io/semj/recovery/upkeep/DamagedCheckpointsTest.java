package io.semj.recovery.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.SemanticJournal;
import io.semj.core.checkpoint.Checkpoint;
import io.semj.core.checkpoint.CheckpointStore;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.QuarantineManifest;
import io.semj.error.JournalLockedException;
import io.semj.error.ResourceExhaustedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedCheckpointsTest {
  @TempDir private Path temp;
  private Path directory;
  private Checkpoint good;
  private Path damaged;
  private byte[] bytes;

  @BeforeEach
  void writeAJournalWithADamagedCheckpoint() throws IOException {
    directory = temp.resolve("journal");
    try (SemanticJournal journal = SemanticJournal.open(UpkeepJournal.config(directory).build())) {
      UpkeepJournal.emit(journal, 100, 3, new Random(1));
      damaged = journal.createCheckpoint().file();
      UpkeepJournal.emit(journal, 100, 3, new Random(2));
      good = journal.createCheckpoint();
    }
    bytes = Files.readAllBytes(damaged);
    bytes[60] ^= 1;
    Files.write(damaged, bytes);
  }

  @Test
  void shouldTellDamagedCheckpointsAndSetThemAside() throws IOException {
    DamagedCheckpoints checkpoints = new DamagedCheckpoints(directory);
    assertThat(checkpoints.list()).singleElement().extracting("file").isEqualTo(damaged);

    List<Path> aside = checkpoints.setAside();

    assertThat(aside).hasSize(1);
    assertThat(aside.get(0)).hasBinaryContent(bytes);
    assertThat(damaged).doesNotExist();
    assertThat(CheckpointStore.of(directory).list()).containsExactly(good);
    assertThat(checkpoints.list()).isEmpty();
    assertThat(checkpoints.setAside()).isEmpty();
    assertThat(QuarantineManifest.lines(JournalDirectory.existing(directory)))
        .singleElement()
        .asString()
        .contains("checkpoint is damaged: ");
  }

  @Test
  void shouldRefuseWhileTheJournalIsOpenForWriting() {
    try (SemanticJournal journal = SemanticJournal.open(UpkeepJournal.config(directory).build())) {
      assertThatThrownBy(() -> new DamagedCheckpoints(directory).setAside())
          .isInstanceOf(JournalLockedException.class);
      assertThat(journal.status()).isNotNull();
    }
    assertThat(damaged).exists();
  }

  @Test
  void shouldRefuseWhatTheQuarantineHasNoRoomFor() {
    assertThatThrownBy(() -> new DamagedCheckpoints(directory).quarantineCap(10).setAside())
        .isInstanceOf(ResourceExhaustedException.class);
    assertThat(damaged).exists();
  }
}
