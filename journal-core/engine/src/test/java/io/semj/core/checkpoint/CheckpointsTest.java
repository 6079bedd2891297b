package io.semj.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.JournalConfig;
import io.semj.core.SemanticJournal;
import io.semj.core.fixture.Events;
import io.semj.format.RecordFlyweight;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Creating checkpoints in an open journal, and going back to them. */
class CheckpointsTest {
  @TempDir private Path directory;

  private SemanticJournal open() {
    return SemanticJournal.open(JournalConfig.builder(directory).ringSize(128).build());
  }

  private static void emit(SemanticJournal journal, int count) {
    for (int i = 0; i < count; i++) {
      journal.emitEvent(Events.of(1, i));
    }
  }

  @Test
  void shouldCoverEverythingEmittedBeforeTheCall() {
    try (SemanticJournal journal = open()) {
      emit(journal, 7);
      Checkpoint checkpoint = journal.createCheckpoint();
      assertThat(checkpoint.sequence()).isEqualTo(7);
      assertThat(checkpoint.position().sequence()).isEqualTo(7);
      assertThat(checkpoint.id()).isEqualTo(1);
      assertThat(checkpoint.snapshotBytes()).isZero();
      assertThat(journal.status().durableSequence()).isGreaterThanOrEqualTo(7);
      assertThat(journal.listCheckpoints()).containsExactly(checkpoint);
    }
  }

  @Test
  void shouldRestoreTheSnapshotAndThenGiveWhatFollowedIt() {
    Checkpoint checkpoint;
    try (SemanticJournal journal = open()) {
      emit(journal, 5);
      checkpoint =
          journal.createCheckpoint(
              out -> {
                out.write("state of 5".getBytes(StandardCharsets.UTF_8));
                return 5;
              });
      emit(journal, 3);
    }
    Restored restored = new Restored();
    try (SemanticJournal journal = open()) {
      assertThat(journal.recoverFromCheckpoint(checkpoint, restored)).isEqualTo(8);
    }
    assertThat(restored.snapshot).isEqualTo("state of 5");
    assertThat(restored.sequences).containsExactly(6L, 7L, 8L);
  }

  private static final class Restored implements StateTarget {
    private String snapshot;
    private final List<Long> sequences = new ArrayList<>();

    @Override
    public void restore(InputStream in) throws IOException {
      snapshot = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void onRecord(RecordFlyweight record) {
      sequences.add(record.userspaceSequence());
    }
  }
}
