package io.semj.recovery.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.JournalConfig;
import io.semj.core.RingPlacement;
import io.semj.core.SemanticJournal;
import io.semj.error.JournalException;
import io.semj.error.RecoveryException;
import io.semj.error.StorageIoException;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.recovery.IntegrityVerifier;
import io.semj.recovery.JournalRecovery;
import io.semj.recovery.facts.RingFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journals in whose ring events wait that no segment holds. */
class RingRecoveryTest {
  private static final int WRITTEN = 1_000;
  private static final int WAITING = 20;

  @TempDir private Path temp;
  @TempDir private Path rings;
  private Path directory;

  @BeforeEach
  void setUp() {
    directory = temp.resolve("journal");
    Journals.write(directory, WRITTEN);
    CountDownLatch emitted = new CountDownLatch(1);
    JournalConfig config =
        Journals.config(directory)
            .ringPlacement(RingPlacement.SURVIVING)
            .ringDirectory(rings)
            .errorHandler(error -> {})
            .clock(() -> timeUnlessWriting(emitted))
            .build();
    SemanticJournal journal = SemanticJournal.open(config);
    EventBuilder builder = new EventBuilder(EventType.GRAPH_NODE_CREATE);
    for (int i = 1; i <= WAITING; i++) {
      journal.emitEvent(Journals.event(builder, WRITTEN + i));
    }
    emitted.countDown();
    assertThatThrownBy(journal::close).isInstanceOf(JournalException.class);
  }

  /** The writer fails at its first event, once all are in the ring. */
  private static long timeUnlessWriting(CountDownLatch emitted) {
    if (Thread.currentThread().getName().startsWith("semj-writer")) {
      try {
        emitted.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      throw new StorageIoException("device is gone");
    }
    return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
  }

  private RecoveryReport recover(RecoveryRequest request) {
    return JournalRecovery.of(directory).recover(request);
  }

  @Test
  void shouldTellHowManyEventsWaitInTheRing() {
    RingFacts ring = JournalRecovery.of(directory).inspect().ring().orElseThrow();
    assertThat(ring.isReadable()).isTrue();
    assertThat(ring.waiting()).isEqualTo(WAITING);
    assertThat(ring.lastGivenOut()).isEqualTo(WRITTEN + WAITING);
  }

  @Test
  void shouldHandOverWhatWaitedInTheRing() {
    Counter service = new Counter();
    recover(RecoveryRequest.automatic().handingTo(service));
    assertThat(service).hasToString(Counter.upTo(WRITTEN + WAITING).toString());
    assertThat(JournalRecovery.of(directory).inspect().ring()).isEmpty();
  }

  @Test
  void shouldSetTheRingAsideWhereItsEventsComeBehindACut() {
    RecoveryReport report = recover(RecoveryRequest.partialThrough(500));
    assertThat(report.statistics().eventsCut()).isEqualTo(WRITTEN - 500 + WAITING);
    assertThat(report.quarantined()).anyMatch(file -> file.toString().endsWith(".ring"));
    assertThat(Journals.emitOneMore(directory)).isEqualTo(WRITTEN + WAITING + 1);
    assertThat(Journals.read(directory)).hasSize(501);
    assertThat(new IntegrityVerifier(directory).verify().problems()).isEmpty();
  }

  @Test
  void shouldCutOnlyTheRing() {
    RecoveryReport report = recover(RecoveryRequest.partialThrough(WRITTEN));
    assertThat(report.statistics().eventsCut()).isEqualTo(WAITING);
    assertThat(Journals.read(directory)).isEqualTo(Journals.range(1, WRITTEN));
    assertThat(Journals.emitOneMore(directory)).isEqualTo(WRITTEN + WAITING + 1);
  }

  @Test
  void shouldRefuseACutInsideTheRing() {
    assertThatThrownBy(() -> recover(RecoveryRequest.partialThrough(WRITTEN + 5)))
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("open and close the journal first");
  }

  @Test
  void shouldLeaveTheRingToTheNextOpeningWhenItSalvages() {
    Path hurt = Journals.filledSegments(directory).get(0);
    long[] lost = Journals.sequences(hurt, 3);
    Journals.flip(hurt, Journals.blocks(hurt).get(3) + 200);
    RecoveryReport report = recover(RecoveryRequest.emergency());
    assertThat(report.plan().notes()).anyMatch(note -> note.startsWith("20 events wait"));
    SemanticJournal.open(Journals.config(directory).build()).close();
    List<Long> all = Journals.range(1, WRITTEN + WAITING);
    assertThat(Journals.read(directory)).isEqualTo(Journals.without(all, lost[0], lost[1]));
  }
}
