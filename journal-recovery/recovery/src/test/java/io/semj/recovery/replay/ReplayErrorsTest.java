package io.semj.recovery.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.RecordHandler;
import io.semj.error.ReplayException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when the handler throws, on the reading thread (no workers) and on workers. */
@Timeout(300)
class ReplayErrorsTest {
  private static final int EVENTS = 5_000;

  @TempDir private Path directory;
  private final Set<Long> handled = new ConcurrentSkipListSet<>();

  @BeforeEach
  void write() {
    Journals.write(directory, EVENTS);
  }

  private static ReplayOptionsBuilder options(int workers) {
    ReplayOptionsBuilder options = ReplayOptions.builder();
    return workers == 0 ? options : options.parallel(workers, ReplayKey.agent());
  }

  private RecordHandler failingAt(Set<Long> sequences) {
    return record -> {
      if (sequences.contains(record.userspaceSequence())) {
        throw new IllegalStateException("cannot take " + record.userspaceSequence());
      }
      handled.add(record.userspaceSequence());
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void shouldStopAtTheEventThatFailed(int workers) {
    Replay replay = new Replay(directory, options(workers).build());
    assertThatThrownBy(() -> replay.run(failingAt(Set.of(2_345L))))
        .isInstanceOfSatisfying(
            ReplayException.class, e -> assertThat(e.sequence()).isEqualTo(2_345))
        .hasMessageContaining("sequence=2345")
        .hasRootCauseMessage("cannot take 2345");
    assertThat(replay.report().position()).isLessThan(2_345);
    assertThat(handled).containsAll(Journals.sequences(1, replay.report().position()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void shouldGoOnAndListWhatFailedUpToABound(int workers) {
    Set<Long> failing = Set.of(5L, 50L, 500L, 4_999L);
    ReplayOptions options =
        options(workers).onError(ErrorPolicy.CONTINUE).maxDeadLetters(3).build();
    ReplayReport report = new Replay(directory, options).run(failingAt(failing));
    assertThat(report.counts().deadLetters()).isEqualTo(4);
    assertThat(report.counts().handled()).isEqualTo(EVENTS - 4);
    assertThat(report.deadLetters()).hasSize(3);
    assertThat(failing)
        .containsAll(report.deadLetters().stream().map(DeadLetter::sequence).toList());
    assertThat(handled).hasSize(EVENTS - 4);
    assertThat(report.position()).isEqualTo(EVENTS);
    assertThat(report.isClean()).isFalse();
    assertThat(report.toString()).contains("DEAD      4 events", "cannot take");
    assertThat(report.toJson()).contains("\"dead_letters\":4");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void shouldHandDeadLettersToSomebodyElse(int workers) {
    Set<Long> aside = new ConcurrentSkipListSet<>();
    ReplayOptions options =
        options(workers)
            .deadLetters((record, error) -> aside.add(record.userspaceSequence()))
            .build();
    new Replay(directory, options).run(failingAt(Set.of(7L, 8L)));
    assertThat(aside).containsExactly(7L, 8L);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void shouldStopWhenDeadLettersCannotBePutAside(int workers) {
    ReplayOptions options =
        options(workers)
            .deadLetters(
                (record, error) -> {
                  throw new IllegalStateException("no room");
                })
            .build();
    assertThatThrownBy(() -> new Replay(directory, options).run(failingAt(Set.of(7L))))
        .isInstanceOf(ReplayException.class)
        .hasRootCauseMessage("no room");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void shouldNeverGoOnAfterAnError(int workers) {
    ReplayOptions options = options(workers).onError(ErrorPolicy.CONTINUE).build();
    RecordHandler broken =
        record -> {
          throw new AssertionError("broken");
        };
    assertThatThrownBy(() -> new Replay(directory, options).run(broken))
        .isInstanceOf(AssertionError.class)
        .hasMessage("broken");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void shouldLeaveNoThreadBehind(int workers) {
    assertThatThrownBy(
            () -> new Replay(directory, options(workers).build()).run(failingAt(Set.of(2_345L))))
        .isInstanceOf(ReplayException.class);
    List<String> left =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.startsWith("semj-replay-"))
            .toList();
    assertThat(left).isEmpty();
  }
}
