package io.semj.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.JournalConfig;
import io.semj.core.JournalConfigBuilder;
import io.semj.core.RetentionPolicy;
import io.semj.core.SemanticJournal;
import io.semj.core.fixture.Crash;
import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.Events;
import io.semj.core.fixture.Eventually;
import io.semj.core.storage.JournalPosition;
import io.semj.error.ConsistencyException;
import io.semj.error.CorruptionException;
import io.semj.error.StorageIoException;
import io.semj.format.RecordFlyweight;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Going back to a checkpoint, and the checkpoints that nobody must go back to. */
class RecoverFromCheckpointTest {
  @TempDir private Path directory;
  @TempDir private Path other;

  private JournalConfigBuilder config(Path path) {
    return JournalConfig.builder(path).ringSize(128).maxSegmentBytes(1 << 20);
  }

  private SemanticJournal open() {
    return SemanticJournal.open(config(directory).build());
  }

  private static void emit(SemanticJournal journal, int count) {
    for (int i = 0; i < count; i++) {
      journal.emitEvent(Events.of(1, i));
    }
  }

  private static SnapshotSource text(String state, long sequence) {
    return out -> {
      out.write(state.getBytes(StandardCharsets.UTF_8));
      return sequence;
    };
  }

  /** Remembers what it is given. */
  private static class Restored implements StateTarget {
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

    void assertUntouched() {
      assertThat(snapshot).isNull();
      assertThat(sequences).isEmpty();
    }
  }

  @Test
  void shouldRestoreTheSnapshotAndThenGiveWhatFollowedIt() {
    Checkpoint checkpoint;
    try (SemanticJournal journal = open()) {
      emit(journal, 5);
      checkpoint = journal.createCheckpoint(text("state of 5", 5));
      emit(journal, 3);
    }
    Restored restored = new Restored();
    try (SemanticJournal journal = open()) {
      assertThat(journal.recoverFromCheckpoint(checkpoint, restored)).isEqualTo(8);
    }
    assertThat(restored.snapshot).isEqualTo("state of 5");
    assertThat(restored.sequences).containsExactly(6L, 7L, 8L);
  }

  @Test
  void shouldGiveOnlyTheSnapshotWhenNothingFollowed() {
    try (SemanticJournal journal = open()) {
      emit(journal, 5);
      Checkpoint checkpoint = journal.createCheckpoint(text("all", 5));
      Restored restored = new Restored();
      assertThat(journal.recoverFromCheckpoint(checkpoint, restored)).isEqualTo(5);
      assertThat(restored.snapshot).isEqualTo("all");
      assertThat(restored.sequences).isEmpty();
    }
  }

  @Test
  void shouldGiveEverythingWhenTheCheckpointCoversNothing() {
    try (SemanticJournal journal = open()) {
      Checkpoint checkpoint = journal.createCheckpoint();
      emit(journal, 3);
      journal.flush();
      Restored restored = new Restored();
      assertThat(journal.recoverFromCheckpoint(checkpoint, restored)).isEqualTo(3);
      assertThat(restored.snapshot).isEmpty();
      assertThat(restored.sequences).containsExactly(1L, 2L, 3L);
    }
  }

  @Test
  void shouldGiveEachEventOnceOverTheBordersOfSegments() {
    Checkpoint checkpoint;
    try (SemanticJournal journal = open()) {
      emit(journal, 1_234);
      checkpoint = journal.createCheckpoint(text("s", 1_000));
      emit(journal, 10_000);
    }
    assertThat(DiskView.segments(directory).size()).isGreaterThan(2);
    Restored restored = new Restored();
    try (SemanticJournal journal = open()) {
      journal.recoverFromCheckpoint(checkpoint, restored);
    }
    assertThat(restored.sequences)
        .isEqualTo(LongStream.rangeClosed(1_001, 11_234).boxed().toList());
  }

  @Test
  void shouldStopAtWhatWasWrittenAtTheCallThoughTheTargetEmits() {
    try (SemanticJournal journal = open()) {
      Checkpoint checkpoint = journal.createCheckpoint();
      emit(journal, 100);
      journal.flush();
      Restored emitting =
          new Restored() {
            @Override
            public void onRecord(RecordFlyweight record) {
              super.onRecord(record);
              emit(journal, 1);
              journal.flush();
            }
          };
      assertThat(journal.recoverFromCheckpoint(checkpoint, emitting)).isEqualTo(100);
      assertThat(emitting.sequences).hasSize(100);
    }
  }

  @Test
  void shouldStillWorkWhenTheJournalIsClosed() {
    SemanticJournal journal = open();
    emit(journal, 5);
    Checkpoint checkpoint = journal.createCheckpoint(text("three", 3));
    journal.close();
    Restored restored = new Restored();
    assertThat(journal.recoverFromCheckpoint(checkpoint, restored)).isEqualTo(5);
    assertThat(restored.sequences).containsExactly(4L, 5L);
  }

  @Test
  void shouldPassOnWhatTheTargetThrows() {
    try (SemanticJournal journal = open()) {
      emit(journal, 5);
      Checkpoint checkpoint = journal.createCheckpoint(text("state", 3));
      IOException nonsense = new IOException("not a state");
      assertThatThrownBy(
              () ->
                  journal.recoverFromCheckpoint(
                      checkpoint,
                      new Restored() {
                        @Override
                        public void restore(InputStream in) throws IOException {
                          throw nonsense;
                        }
                      }))
          .isInstanceOf(StorageIoException.class)
          .hasMessageContaining("operation=restore snapshot")
          .hasCause(nonsense);
      UnsupportedOperationException own = new UnsupportedOperationException();
      assertThatThrownBy(
              () ->
                  journal.recoverFromCheckpoint(
                      checkpoint,
                      new Restored() {
                        @Override
                        public void onRecord(RecordFlyweight record) {
                          throw own;
                        }
                      }))
          .isSameAs(own);
    }
  }

  @Test
  void shouldTouchNothingWhenTheSnapshotIsDamaged() {
    try (SemanticJournal journal = open()) {
      emit(journal, 5);
      Checkpoint checkpoint = journal.createCheckpoint(text("state", 3));
      Crash.flipByte(checkpoint.file(), CheckpointDescriptor.HEADER_LENGTH + 4);
      Restored restored = new Restored();
      assertThatThrownBy(() -> journal.recoverFromCheckpoint(checkpoint, restored))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining("its SHA-256 is another one");
      restored.assertUntouched();
    }
  }

  @Test
  void shouldRefuseACheckpointOfAnotherJournal() {
    Checkpoint foreign;
    UUID otherId;
    try (SemanticJournal journal = SemanticJournal.open(config(other).build())) {
      emit(journal, 2);
      foreign = journal.createCheckpoint();
      otherId = foreign.journalId();
    }
    Restored restored = new Restored();
    try (SemanticJournal journal = open()) {
      emit(journal, 5);
      journal.flush();
      UUID id = Crash.head(DiskView.segments(directory).get(0)).identity().journalId();
      assertThatThrownBy(() -> journal.recoverFromCheckpoint(foreign, restored))
          .isInstanceOf(ConsistencyException.class)
          .hasMessage(
              "checkpoint is of another journal: file="
                  + foreign.file()
                  + ", expected="
                  + id
                  + ", actual="
                  + otherId);
    }
    restored.assertUntouched();
  }

  @Test
  void shouldRefuseACheckpointThatIsAheadOfTheJournal() {
    Checkpoint checkpoint;
    try (SemanticJournal journal = open()) {
      emit(journal, 5);
      journal.flush();
      Crash.image(journal, other.resolve("backup"));
      emit(journal, 5);
      checkpoint = journal.createCheckpoint();
    }
    Restored restored = new Restored();
    try (SemanticJournal journal = SemanticJournal.open(config(other.resolve("backup")).build())) {
      assertThatThrownBy(() -> journal.recoverFromCheckpoint(checkpoint, restored))
          .isInstanceOf(ConsistencyException.class)
          .hasMessage(
              "inconsistent checkpoint, it is ahead of the journal: file="
                  + checkpoint.file()
                  + ", lastSequence=5, checkpointSequence=10");
    }
    restored.assertUntouched();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 300})
  void shouldRefuseACheckpointOfAHistoryThatWasLost(int more) {
    Path backup = other.resolve("backup");
    Checkpoint checkpoint;
    try (SemanticJournal journal = open()) {
      emit(journal, 5);
      journal.flush();
      Crash.image(journal, backup);
      emit(journal, 5);
      checkpoint = journal.createCheckpoint(text("ten", 10));
    }
    Restored restored = new Restored();
    try (SemanticJournal journal = SemanticJournal.open(config(backup).build())) {
      for (int i = 0; i < 4 + more; i++) {
        journal.emitEvent(Events.of(2, i)); // sequences 6 to 10 are given out again
        journal.flush();
      }
      journal.emitEvent(Events.of(2, 0));
      journal.flush();
      assertThatThrownBy(() -> journal.recoverFromCheckpoint(checkpoint, restored))
          .isInstanceOf(ConsistencyException.class)
          .hasMessageStartingWith(
              "inconsistent checkpoint, the journal does not hold the block it stands behind: file="
                  + checkpoint.file());
    }
    restored.assertUntouched();
  }

  private static SemanticJournal keepTwo(Path directory) {
    return SemanticJournal.open(
        JournalConfig.builder(directory)
            .ringSize(128)
            .maxSegmentBytes(1 << 20)
            .retention(RetentionPolicy.keepAll().withMaxSegments(2))
            .build());
  }

  @Test
  void shouldRefuseWhenRetentionHasRemovedEventsBehindTheCheckpoint() {
    try (SemanticJournal journal = keepTwo(directory)) {
      emit(journal, 5);
      Checkpoint checkpoint = journal.createCheckpoint(text("five", 5));
      emit(journal, 20_000);
      journal.flush();
      Eventually.await().until(() -> journal.status().segments() == 2);
      long first = journal.status().firstSequence();
      assertThat(first).isGreaterThan(6);
      Restored restored = new Restored();
      assertThatThrownBy(() -> journal.recoverFromCheckpoint(checkpoint, restored))
          .isInstanceOf(ConsistencyException.class)
          .hasMessage(
              "events behind the checkpoint were removed: file="
                  + checkpoint.file()
                  + ", firstNeeded=6, firstLeft="
                  + first);
      restored.assertUntouched();
    }
  }

  @Test
  void shouldAcceptACheckpointAtTheBorderOfWhatRetentionHasLeft() throws IOException {
    Checkpoint checkpoint;
    try (SemanticJournal journal = open()) {
      emit(journal, 500);
      checkpoint = journal.createCheckpoint(text("s", 500));
    }
    try (SemanticJournal journal = open()) {
      emit(journal, 10);
    }
    Files.delete(DiskView.segments(directory).get(0));
    Restored restored = new Restored();
    try (SemanticJournal journal = open()) {
      assertThat(journal.recoverFromCheckpoint(checkpoint, restored)).isEqualTo(510);
      assertThat(restored.sequences).hasSize(10);

      JournalPosition at = checkpoint.position();
      Checkpoint forged =
          new Checkpoint(
              checkpoint.file(),
              1,
              checkpoint.journalId(),
              500,
              new JournalPosition(
                  at.generation(),
                  at.endPosition(),
                  500,
                  at.blockId() + 1,
                  at.digest(),
                  at.totals()),
              checkpoint.createdNanos(),
              1,
              0);
      assertThat(CheckpointCheck.fit(directory, forged, 510))
          .isEqualTo(CheckpointFit.OTHER_HISTORY);
    }
  }

  @Test
  void shouldAcceptACheckpointTakenWhereASegmentBegins() {
    Checkpoint atOpening;
    try (SemanticJournal journal = open()) {
      emit(journal, 5);
    }
    try (SemanticJournal journal = open()) {
      atOpening = journal.createCheckpoint(text("five", 5));
      assertThat(atOpening.position().totals().blocks()).isZero();
    }
    // Its segment was empty and is replaced by one of the same name and another generation.
    Restored restored = new Restored();
    try (SemanticJournal journal = open()) {
      emit(journal, 2);
      journal.flush();
      assertThat(journal.recoverFromCheckpoint(atOpening, restored)).isEqualTo(7);
    }
    assertThat(restored.sequences).containsExactly(6L, 7L);
  }
}
