package io.semj.core.checkpoint;

import static io.semj.core.fixture.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.JournalConfig;
import io.semj.core.JournalConfigBuilder;
import io.semj.core.JournalStatus;
import io.semj.core.OverflowPolicy;
import io.semj.core.SegmentIo;
import io.semj.core.SemanticJournal;
import io.semj.core.fixture.Crash;
import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.Emitters;
import io.semj.core.fixture.Events;
import io.semj.core.fixture.RecordingErrors;
import io.semj.error.ConsistencyException;
import io.semj.error.JournalClosedException;
import io.semj.error.StorageIoException;
import io.semj.event.EventBuilder;
import io.semj.event.EventPriority;
import io.semj.event.UserspaceFlags;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Creating checkpoints in an open journal. */
class CheckpointsTest {
  @TempDir private Path directory;
  private final RecordingErrors errors = new RecordingErrors();

  private JournalConfigBuilder config() {
    return JournalConfig.builder(directory)
        .ringSize(128)
        .maxSegmentBytes(1 << 20)
        .errorHandler(errors);
  }

  private SemanticJournal open() {
    return SemanticJournal.open(config().build());
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

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("checkpoints"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
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
      assertThat(CheckpointStore.of(directory).newestGood()).contains(checkpoint);
    }
  }

  @Test
  void shouldCreateOneOfAJournalWithoutEvents() {
    try (SemanticJournal journal = open()) {
      Checkpoint checkpoint = journal.createCheckpoint();
      assertThat(checkpoint.sequence()).isZero();
      assertThat(CheckpointCheck.fit(directory, checkpoint, 0)).isEqualTo(CheckpointFit.FITS);
    }
  }

  @ParameterizedTest
  @EnumSource(SegmentIo.class)
  void shouldStandBehindABlockOfTheJournal(SegmentIo io) {
    try (SemanticJournal journal =
        SemanticJournal.open(config().segmentIo(io).flushInterval(Duration.ofHours(1)).build())) {
      for (int i = 0; i < 50; i++) {
        emit(journal, 20 * i);
        Checkpoint checkpoint = journal.createCheckpoint();
        JournalStatus status = journal.status();
        assertThat(checkpoint.position().sequence())
            .isBetween(checkpoint.sequence(), status.durableSequence());
        assertThat(CheckpointCheck.fit(directory, checkpoint, status.writtenSequence()))
            .isEqualTo(CheckpointFit.FITS);
      }
    }
    assertThat(DiskView.segments(directory).size()).isGreaterThan(1);
  }

  @Test
  void shouldMakeTheSequenceOfTheSnapshotDurableAndNoMore() {
    try (SemanticJournal journal =
        SemanticJournal.open(config().flushInterval(Duration.ofHours(1)).build())) {
      emit(journal, 9);
      Checkpoint checkpoint = journal.createCheckpoint(text("at four", 4));
      assertThat(checkpoint.sequence()).isEqualTo(4);
      assertThat(checkpoint.position().sequence()).isBetween(4L, 9L);
      assertThat(journal.status().durableSequence()).isGreaterThanOrEqualTo(4);
    }
  }

  @Test
  void shouldBeThereWhenTheJournalIsOpenedAgain() {
    Checkpoint first;
    Checkpoint second;
    try (SemanticJournal journal = open()) {
      emit(journal, 3);
      first = journal.createCheckpoint(text("three", 3));
    }
    try (SemanticJournal journal = open()) {
      assertThat(journal.listCheckpoints()).containsExactly(first);
      assertThat(journal.status().checkpoints())
          .isEqualTo(new JournalStatus.Checkpoints(1, 3, first.createdNanos()));
      emit(journal, 2);
      second = journal.createCheckpoint(text("five", 5));
      assertThat(second.id()).isEqualTo(2);
      assertThat(journal.listCheckpoints()).containsExactly(second, first);
      assertThat(journal.status().checkpoints())
          .isEqualTo(new JournalStatus.Checkpoints(2, 5, second.createdNanos()));
    }
    assertThat(TestCheckpoints.snapshot(CheckpointStore.of(directory), first)).isEqualTo("three");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, 4, Long.MAX_VALUE})
  void shouldRefuseASequenceThatWasNeverGivenOut(long nonsense) throws IOException {
    try (SemanticJournal journal = open()) {
      emit(journal, 3);
      assertThatThrownBy(() -> journal.createCheckpoint(text("state", nonsense)))
          .isInstanceOf(ConsistencyException.class)
          .hasMessage(
              "snapshot source returned a sequence that was not given out: expected=0..3, actual="
                  + nonsense);
      assertThat(files()).isEmpty();
      assertThat(journal.createCheckpoint().sequence()).isEqualTo(3);
    }
  }

  @Test
  void shouldLeaveNothingWhenTheSourceThrows() throws IOException {
    try (SemanticJournal journal = open()) {
      emit(journal, 3);
      IOException broken = new IOException("state is locked");
      assertThatThrownBy(
              () ->
                  journal.createCheckpoint(
                      out -> {
                        out.write(new byte[100_000]);
                        throw broken;
                      }))
          .isInstanceOf(StorageIoException.class)
          .hasMessageContaining("operation=take snapshot")
          .hasMessageContaining("state is locked")
          .hasCause(broken);
      UnsupportedOperationException own = new UnsupportedOperationException("not now");
      assertThatThrownBy(
              () ->
                  journal.createCheckpoint(
                      out -> {
                        throw own;
                      }))
          .isSameAs(own);
      OutOfMemoryError error = new OutOfMemoryError("a pretended one");
      assertThatThrownBy(
              () ->
                  journal.createCheckpoint(
                      out -> {
                        throw error;
                      }))
          .isSameAs(error);
      assertThat(files()).isEmpty();
      emit(journal, 1);
      assertThat(journal.createCheckpoint().sequence()).isEqualTo(4);
    }
  }

  @Test
  void shouldRefuseASourceThatCreatesACheckpointItself() {
    try (SemanticJournal journal = open()) {
      assertThatThrownBy(
              () -> journal.createCheckpoint(out -> journal.createCheckpoint().sequence()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("createCheckpoint was called by a snapshot source");
    }
  }

  @Test
  void shouldLetTheSourceEmitAndFlush() {
    try (SemanticJournal journal = open()) {
      Checkpoint checkpoint =
          journal.createCheckpoint(
              out -> {
                emit(journal, 1_000);
                return journal.flush();
              });
      assertThat(checkpoint.sequence()).isEqualTo(1_000);
    }
  }

  @Test
  void shouldRefuseToBeCalledByTheJournalsOwnThread() {
    try (SemanticJournal journal = open()) {
      AtomicReference<Throwable> refusal = new AtomicReference<>();
      // The future may be complete already: then this runs here, and there is nothing to refuse.
      journal
          .emitEventDurable(Events.of(1, 1))
          .thenRun(
              () -> {
                if (Thread.currentThread().getName().startsWith("semj-")) {
                  try {
                    journal.createCheckpoint();
                  } catch (IllegalStateException e) {
                    refusal.set(e);
                  }
                } else {
                  refusal.set(new IllegalStateException("createCheckpoint on a thread of"));
                }
              })
          .join();
      assertThat(refusal.get()).hasMessageContaining("createCheckpoint");
    }
  }

  @Test
  void shouldUseTheNamedSourceWhenNoneIsGiven() {
    try (SemanticJournal journal = open()) {
      emit(journal, 2);
      journal.checkpointWith(text("two", 2));
      Checkpoint checkpoint = journal.createCheckpoint();
      assertThat(TestCheckpoints.snapshot(CheckpointStore.of(directory), checkpoint))
          .isEqualTo("two");
    }
  }

  @Test
  void shouldKeepTheConfiguredNumberOfGoodOnes() throws IOException {
    try (SemanticJournal journal = SemanticJournal.open(config().checkpointsKept(3).build())) {
      for (int i = 1; i <= 6; i++) {
        emit(journal, 1);
        journal.createCheckpoint(text("state " + i, i));
      }
      assertThat(journal.listCheckpoints()).extracting(Checkpoint::id).containsExactly(6L, 5L, 4L);
      assertThat(journal.status().checkpoints().count()).isEqualTo(3);
      assertThat(files()).hasSize(3);
    }
  }

  @Test
  void shouldNeverDeleteAGoodOneForADamagedOne() {
    try (SemanticJournal journal = SemanticJournal.open(config().checkpointsKept(2).build())) {
      emit(journal, 9);
      journal.createCheckpoint(text("first", 1));
      Checkpoint snapshotHurt = journal.createCheckpoint(text("second", 2));
      Crash.flipByte(snapshotHurt.file(), CheckpointDescriptor.HEADER_LENGTH);
      Checkpoint third = journal.createCheckpoint(text("third", 3));
      assertThat(journal.listCheckpoints()).extracting(Checkpoint::id).containsExactly(3L, 2L, 1L);
      Crash.flipByte(third.file(), 0);
      journal.createCheckpoint(text("fourth", 4));
      assertThat(journal.listCheckpoints()).extracting(Checkpoint::id).containsExactly(4L, 2L, 1L);
      CheckpointStore store = CheckpointStore.of(directory);
      assertThat(store.newestGood(checkpoint -> checkpoint.id() < 4))
          .map(Checkpoint::id)
          .contains(1L);
      assertThat(store.damaged())
          .extracting(DamagedCheckpoint::file)
          .containsExactly(third.file(), snapshotHurt.file());
    }
  }

  @Test
  void shouldCountPositionsAndSnapshotsApart() {
    try (SemanticJournal journal = SemanticJournal.open(config().checkpointsKept(1).build())) {
      emit(journal, 9);
      Checkpoint state = journal.createCheckpoint(text("state", 1));
      journal.createCheckpoint();
      Checkpoint position = journal.createCheckpoint();
      assertThat(journal.listCheckpoints()).containsExactly(position, state);
    }
  }

  @Test
  void shouldLeaveCheckpointsOfOtherJournalsAlone() {
    for (int i = 0; i < 5; i++) {
      TestCheckpoints.write(directory, i, "another journal's");
    }
    try (SemanticJournal journal = SemanticJournal.open(config().checkpointsKept(1).build())) {
      emit(journal, 1);
      journal.createCheckpoint(text("mine", 1));
      Checkpoint mine = journal.createCheckpoint(text("mine", 1));
      assertThat(journal.listCheckpoints()).containsExactly(mine);
    }
    assertThat(CheckpointStore.of(directory).list()).hasSize(6);
  }

  @Test
  void shouldNameTheNewestCheckpointInEverySegmentBegunAfterIt() {
    try (SemanticJournal journal = open()) {
      emit(journal, 5);
      journal.createCheckpoint();
      emit(journal, 10_000);
      journal.createCheckpoint();
    }
    Crash.reopen(config().build());
    List<Long> named =
        DiskView.segments(directory).stream()
            .map(file -> Crash.head(file).header().journal().lastCheckpointSequence())
            .toList();
    assertThat(named.size()).isGreaterThan(3);
    assertThat(named.get(0)).isZero();
    assertThat(named.subList(1, named.size() - 1)).containsOnly(5L);
    assertThat(named.get(named.size() - 1)).isEqualTo(10_005);
  }

  @Test
  void shouldRememberTheKernelsSequenceInCheckpointsAndInSegmentsBegunBehindThem() {
    try (SemanticJournal journal = open()) {
      emit(journal, 5);
      EventBuilder imported = Events.of(2, 1).identity(7, 77, 7, 7, 0, 0);
      journal.emitEvent(imported.userspaceFlags(UserspaceFlags.FROM_KERNEL));
      emit(journal, 5);
      assertThat(journal.createCheckpoint().lastKernelSequence()).isEqualTo(77);
      assertThat(journal.listCheckpoints().get(0).lastKernelSequence()).isEqualTo(77);
      emit(journal, 10_000);
    }
    Crash.reopen(config().build());
    List<Long> known =
        DiskView.segments(directory).stream()
            .map(file -> Crash.head(file).header().journal().lastKernelSyncSequence())
            .toList();
    assertThat(known).as("the first one, where it was sealed").containsOnly(77L);
    assertThat(known).hasSizeGreaterThan(3);
  }

  @Test
  void shouldLeaveTheDroppedTailOutOfTheSequence() {
    JournalConfig dropping =
        config().overflowPolicy(OverflowPolicy.DROP_OLDEST).ringSize(64).batchSize(1).build();
    try (SemanticJournal journal = SemanticJournal.open(dropping)) {
      for (int round = 0; round < 20; round++) {
        Emitters.emit(journal, 2, 2_000);
        Checkpoint checkpoint = journal.createCheckpoint();
        assertThat(checkpoint.sequence())
            .isLessThanOrEqualTo(checkpoint.position().sequence())
            .isLessThanOrEqualTo(journal.status().lastEmittedSequence());
        assertThat(CheckpointCheck.fit(directory, checkpoint, journal.status().writtenSequence()))
            .isEqualTo(CheckpointFit.FITS);
      }
    }
  }

  @Test
  void shouldCreateConsistentOnesWhileOthersEmit() {
    try (SemanticJournal journal = SemanticJournal.open(config().checkpointsKept(1_000).build())) {
      Emitters.inParallel(4, source -> source == 0 ? creating(journal, 30) : emitting(journal));
      assertThat(journal.listCheckpoints()).hasSize(30);
      long written = journal.flush();
      for (Checkpoint checkpoint : journal.listCheckpoints()) {
        assertThat(CheckpointCheck.fit(directory, checkpoint, written))
            .isEqualTo(CheckpointFit.FITS);
      }
    }
    assertThat(CheckpointStore.of(directory).damaged()).isEmpty();
    assertThat(errors.all()).isEmpty();
  }

  private static Callable<Integer> creating(SemanticJournal journal, int count) {
    return () -> {
      long last = 0;
      for (int i = 0; i < count; i++) {
        long emitted = journal.status().lastEmittedSequence();
        long sequence = journal.createCheckpoint().sequence();
        assertThat(sequence).isGreaterThanOrEqualTo(Math.max(last, emitted));
        last = sequence;
      }
      return count;
    };
  }

  private static Callable<Integer> emitting(SemanticJournal journal) {
    return () -> {
      EventBuilder event = Events.of(2, 2);
      for (int i = 0; i < 20_000; i++) {
        journal.emitEvent(event, i % 1_000 == 0 ? EventPriority.CRITICAL : EventPriority.NORMAL);
      }
      return 0;
    };
  }

  @Test
  void shouldMakeOneAtATimeForManyThreads() {
    try (SemanticJournal journal = SemanticJournal.open(config().checkpointsKept(1_000).build())) {
      emit(journal, 10);
      Emitters.inParallel(4, source -> creating(journal, 10));
      assertThat(journal.listCheckpoints()).hasSize(40);
    }
    assertThat(CheckpointStore.of(directory).damaged()).isEmpty();
  }

  @Test
  void shouldGiveUpACheckpointWhenTheJournalIsClosedMeanwhile() throws Exception {
    SemanticJournal journal = open();
    emit(journal, 5);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread creating =
        new Thread(
            () -> {
              try {
                journal.createCheckpoint(
                    out -> {
                      begun.countDown();
                      awaitQuietly(closed);
                      writeQuietly(out);
                      return 5;
                    });
              } catch (Throwable e) {
                failure.set(e);
              }
            });
    creating.start();
    begun.await();
    journal.close();
    closed.countDown();
    creating.join();
    assertThat(failure.get()).isInstanceOf(JournalClosedException.class);
    assertThat(files()).isEmpty();
    assertThatThrownBy(journal::createCheckpoint).isInstanceOf(JournalClosedException.class);
    assertThat(errors.all()).isEmpty();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** As a source may do that swallows what the stream says. */
  private static void writeQuietly(OutputStream out) {
    try {
      out.write(new byte[1 << 20]);
    } catch (IOException swallowed) {
      assertThat(swallowed).hasCauseInstanceOf(JournalClosedException.class);
    }
  }

  @Test
  void shouldCloseWhileCheckpointsAreBeingMade() {
    for (int round = 0; round < 10; round++) {
      SemanticJournal journal = open();
      emit(journal, 10);
      Thread creating =
          new Thread(
              () -> {
                try {
                  while (true) {
                    journal.createCheckpoint();
                  }
                } catch (JournalClosedException e) {
                  // as it should
                }
              });
      creating.start();
      long before = journal.status().checkpoints().lastCreatedNanos();
      await().until(() -> journal.status().checkpoints().lastCreatedNanos() > before);
      journal.close();
      List<Checkpoint> atClose = CheckpointStore.of(directory).list();
      await().until(() -> !creating.isAlive());
      assertThat(CheckpointStore.of(directory).list()).isSubsetOf(atClose);
      assertThat(CheckpointStore.of(directory).damaged()).isEmpty();
    }
  }

  @Test
  void shouldOpenAndGoOnThoughEveryCheckpointIsDamaged() throws IOException {
    try (SemanticJournal journal = open()) {
      emit(journal, 3);
      Files.write(journal.createCheckpoint().file(), new byte[1_000]);
    }
    try (SemanticJournal journal = open()) {
      assertThat(journal.listCheckpoints()).isEmpty();
      assertThat(journal.status().checkpoints()).isEqualTo(new JournalStatus.Checkpoints(0, 0, 0));
      assertThat(journal.createCheckpoint().id()).isEqualTo(2);
    }
  }

  @Test
  void shouldOpenThoughTheCheckpointsCannotBeRead() throws IOException {
    Files.writeString(directory.resolve("checkpoints"), "a file, not a directory");
    try (SemanticJournal journal = open()) {
      emit(journal, 3);
      assertThat(journal.listCheckpoints()).isEmpty();
      assertThatThrownBy(journal::createCheckpoint).isInstanceOf(StorageIoException.class);
      assertThat(journal.flush()).isEqualTo(3);
    }
  }
}
