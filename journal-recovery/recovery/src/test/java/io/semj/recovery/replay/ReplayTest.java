package io.semj.recovery.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.SemanticJournal;
import io.semj.core.checkpoint.Checkpoint;
import io.semj.core.checkpoint.StateTarget;
import io.semj.core.filter.EventFilter;
import io.semj.error.ConsistencyException;
import io.semj.error.JournalNotFoundException;
import io.semj.error.JournalTimeoutException;
import io.semj.error.WorkCancelledException;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.format.RecordFlyweight;
import io.semj.recovery.replay.ReplayReport.Outcome;
import io.semj.recovery.work.WorkControl;
import io.semj.recovery.work.WorkProgress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(300)
class ReplayTest {
  private static final int EVENTS = 10_000;

  @TempDir private Path directory;
  private final List<Long> handled = new ArrayList<>();

  private void handle(RecordFlyweight record) {
    handled.add(record.userspaceSequence());
  }

  private ReplayReport run(ReplayOptionsBuilder options) {
    return new Replay(directory, options.build()).run(this::handle);
  }

  private static Instant time(long sequence) {
    return Instant.EPOCH.plusNanos(Journals.FIRST_TIME + sequence * 1_000);
  }

  @ParameterizedTest
  @EnumSource
  void shouldReplayEverythingInOrderInEveryMode(ReplayValidation mode) {
    Journals.write(directory, EVENTS);
    ReplayReport report = run(ReplayOptions.builder().validation(mode));
    assertThat(handled).isEqualTo(Journals.sequences(1, EVENTS));
    assertThat(report.isClean()).isTrue();
    assertThat(report.counts().read()).isEqualTo(EVENTS);
    assertThat(report.counts().handled()).isEqualTo(EVENTS);
    assertThat(report.counts().firstSequence()).isEqualTo(1);
    assertThat(report.counts().lastSequence()).isEqualTo(EVENTS);
    assertThat(report.position()).isEqualTo(EVENTS);
  }

  @ParameterizedTest
  @EnumSource
  void shouldReplayARangeOfSequencesInEveryMode(ReplayValidation mode) {
    Journals.write(directory, EVENTS);
    ReplayReport report =
        run(ReplayOptions.builder().fromSequence(4_321).toSequence(8_765).validation(mode));
    assertThat(handled).isEqualTo(Journals.sequences(4_321, 8_765));
    assertThat(report.isClean()).isTrue();
    assertThat(report.position()).isEqualTo(8_765);
  }

  @Test
  void shouldReplayARangeOfTimeWithoutReadingSegmentsOutsideOfIt() {
    Journals.write(directory, EVENTS);
    assertThat(Journals.segments(directory)).hasSizeGreaterThan(3);
    ReplayReport report = run(ReplayOptions.builder().fromTime(time(7_000)).toTime(time(7_010)));
    assertThat(handled).isEqualTo(Journals.sequences(7_000, 7_010));
    assertThat(report.counts().read()).isLessThan(EVENTS / 2);
  }

  @Test
  void shouldReplayNothingOfARangeThatIsEmpty() {
    Journals.write(directory, 100);
    ReplayReport report = run(ReplayOptions.builder().fromSequence(50).toSequence(40));
    assertThat(handled).isEmpty();
    assertThat(report.outcome()).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void shouldReplayOnlyWhatTheFilterWants() {
    Journals.write(directory, 1_000);
    ReplayReport report =
        run(
            ReplayOptions.builder()
                .filter(EventFilter.builder().agent("agent-3").fromSequence(500).build()));
    assertThat(handled).allMatch(sequence -> sequence % Journals.AGENTS == 3);
    assertThat(report.counts().read()).isEqualTo(501);
    assertThat(report.counts().wanted()).isEqualTo(handled.size()).isPositive();
    assertThat(report.position()).isEqualTo(1_000);
  }

  @Test
  void shouldReplayAJournalThatIsOpenUpToWhatIsWritten() {
    try (SemanticJournal journal = SemanticJournal.open(Journals.config(directory))) {
      EventBuilder event = new EventBuilder(EventType.AGENT_QUERY);
      for (int i = 0; i < 100; i++) {
        journal.emitEvent(event);
      }
      journal.flush();
      ReplayReport report = run(ReplayOptions.builder().validation(ReplayValidation.STRICT));
      assertThat(handled).isEqualTo(Journals.sequences(1, 100));
      assertThat(report.isClean()).isTrue();
    }
  }

  @Test
  void shouldReplayNothingOfAnEmptyJournal() {
    Journals.write(directory, 0);
    ReplayReport report = run(ReplayOptions.builder().validation(ReplayValidation.STRICT));
    assertThat(report.isClean()).isTrue();
    assertThat(report.counts().read()).isZero();
  }

  @Test
  void shouldRefuseADirectoryThatIsNotThere() {
    assertThatThrownBy(() -> new Replay(directory.resolve("none"), ReplayOptions.builder().build()))
        .isInstanceOf(JournalNotFoundException.class);
  }

  @Test
  void shouldCountInADryRunWithoutHandling() {
    Journals.write(
        directory,
        90,
        (event, i) ->
            event.reset(i % 3 == 0 ? EventType.GRAPH_QUERY.code() : 0x9001).payload(new byte[8]));
    Path position = directory.resolve("kept.position");
    Replay replay = new Replay(directory, ReplayOptions.builder().resumable(position).build());
    ReplayReport report = replay.dryRun();
    assertThat(report.eventsByType()).isEqualTo(Map.of("graph.query", 30L, "0x9001", 60L));
    assertThat(report.counts().wanted()).isEqualTo(90);
    assertThat(report.counts().handled()).isZero();
    assertThat(position).doesNotExist();
    assertThat(report.toString()).contains("graph.query", "COMPLETED");
  }

  @Test
  void shouldRestoreACheckpointAndReplayWhatFollowsIt() {
    Checkpoint checkpoint;
    try (SemanticJournal journal = SemanticJournal.open(Journals.config(directory))) {
      emit(journal, 40);
      checkpoint =
          journal.createCheckpoint(
              out -> {
                out.write("forty".getBytes(StandardCharsets.UTF_8));
                return 40;
              });
      emit(journal, 60);
    }
    List<String> restored = new ArrayList<>();
    StateTarget target =
        new StateTarget() {
          @Override
          public void restore(InputStream snapshot) throws IOException {
            restored.add(new String(snapshot.readAllBytes(), StandardCharsets.UTF_8));
          }

          @Override
          public void onRecord(RecordFlyweight record) {
            handle(record);
          }
        };
    ReplayReport report =
        new Replay(directory, ReplayOptions.builder().build()).run(checkpoint, target);
    assertThat(restored).containsExactly("forty");
    assertThat(handled).isEqualTo(Journals.sequences(41, 100));
    assertThat(report.isClean()).isTrue();
    Replay resumable =
        new Replay(directory, ReplayOptions.builder().resumable(directory.resolve("p")).build());
    assertThatThrownBy(() -> resumable.run(checkpoint, target))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldRefuseACheckpointOfAnotherJournal(@TempDir Path other) {
    Checkpoint checkpoint;
    try (SemanticJournal journal = SemanticJournal.open(Journals.config(other))) {
      emit(journal, 4);
      checkpoint = journal.createCheckpoint();
    }
    Journals.write(directory, 10);
    StateTarget target =
        new StateTarget() {
          @Override
          public void restore(InputStream snapshot) {
            throw new AssertionError("restored");
          }

          @Override
          public void onRecord(RecordFlyweight record) {
            handle(record);
          }
        };
    assertThatThrownBy(
            () -> new Replay(directory, ReplayOptions.builder().build()).run(checkpoint, target))
        .isInstanceOf(ConsistencyException.class)
        .hasMessageContaining("fit=OTHER_JOURNAL");
    assertThat(handled).isEmpty();
  }

  private static void emit(SemanticJournal journal, int events) {
    EventBuilder event = new EventBuilder(EventType.AGENT_QUERY);
    for (int i = 0; i < events; i++) {
      journal.emitEvent(event);
    }
  }

  @Test
  void shouldReportProgressInSequencesUpToTheEnd() {
    Journals.write(directory, EVENTS);
    List<WorkProgress> heard = new ArrayList<>();
    run(ReplayOptions.builder().fromSequence(101).onProgress(heard::add));
    assertThat(heard.get(0).total()).isEqualTo(EVENTS - 100);
    WorkProgress last = heard.get(heard.size() - 1);
    assertThat(last.done()).isEqualTo(EVENTS - 100);
    assertThat(last.events()).isEqualTo(EVENTS - 100);
    assertThat(last.eta()).contains(Duration.ZERO);
  }

  @Test
  void shouldEndWhenItIsCancelledAndTellHowFarItWas() {
    Journals.write(directory, 1_000);
    WorkControl control = new WorkControl();
    Replay replay = new Replay(directory, ReplayOptions.builder().control(control).build());
    assertThatThrownBy(
            () ->
                replay.run(
                    record -> {
                      handle(record);
                      if (record.userspaceSequence() == 321) {
                        control.cancel();
                      }
                    }))
        .isInstanceOf(WorkCancelledException.class);
    assertThat(handled).isEqualTo(Journals.sequences(1, 321));
    assertThat(replay.report().outcome()).isEqualTo(Outcome.STOPPED);
    assertThat(replay.report().position()).isEqualTo(321);
    assertThat(replay.report().reason()).contains("work was cancelled");
  }

  @Test
  void shouldEndWhenItsTimeIsOver() {
    Journals.write(directory, 1_000);
    AtomicLong now = new AtomicLong();
    WorkControl control = new WorkControl(Duration.ofNanos(100), now::get);
    assertThatThrownBy(
            () ->
                new Replay(directory, ReplayOptions.builder().control(control).build())
                    .run(
                        record -> {
                          handle(record);
                          now.incrementAndGet();
                        }))
        .isInstanceOf(JournalTimeoutException.class);
    assertThat(handled).isEqualTo(Journals.sequences(1, 101));
  }

  @Test
  void shouldHoldWhilePausedAndGoOnWhenResumed() throws Exception {
    Journals.write(directory, 1_000);
    WorkControl control = new WorkControl();
    CountDownLatch paused = new CountDownLatch(1);
    AtomicLong last = new AtomicLong();
    CompletableFuture<ReplayReport> replay =
        CompletableFuture.supplyAsync(
            () ->
                new Replay(directory, ReplayOptions.builder().control(control).build())
                    .run(
                        record -> {
                          last.set(record.userspaceSequence());
                          if (record.userspaceSequence() == 10) {
                            control.pause();
                            paused.countDown();
                          }
                        }));
    assertThat(paused.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(last).hasValue(10);
    assertThat(replay).isNotDone();
    control.resume();
    assertThat(replay.get(60, TimeUnit.SECONDS).isClean()).isTrue();
    assertThat(last).hasValue(1_000);
  }

  @Test
  void shouldRunAgain() {
    Journals.write(directory, 10);
    Replay replay = new Replay(directory, ReplayOptions.builder().build());
    assertThatThrownBy(replay::report).isInstanceOf(IllegalStateException.class);
    replay.run(this::handle);
    replay.run(this::handle);
    assertThat(handled).hasSize(20);
  }

  @Test
  void shouldBeginAtTheFirstEventThatRetentionHasLeft() throws IOException {
    Journals.write(directory, EVENTS);
    Files.delete(Journals.segments(directory).get(0));
    ReplayReport report = run(ReplayOptions.builder().validation(ReplayValidation.STRICT));
    assertThat(report.isClean()).isTrue();
    assertThat(report.counts().firstSequence()).isGreaterThan(1);
    assertThat(handled).isEqualTo(Journals.sequences(report.counts().firstSequence(), EVENTS));
  }

  @Test
  void shouldTellItsReportAsJson() {
    Journals.write(directory, 10);
    ReplayReport report =
        run(ReplayOptions.builder().validation(ReplayValidation.FULL).toSequence(5));
    assertThat(report.toJson())
        .startsWith(
            "{\"directory\":\"" + directory + "\",\"outcome\":\"COMPLETED\",\"reason\":null")
        .contains("\"read\":5,\"wanted\":5,\"handled\":5,\"dead_letters\":0", "\"position\":5");
  }
}
