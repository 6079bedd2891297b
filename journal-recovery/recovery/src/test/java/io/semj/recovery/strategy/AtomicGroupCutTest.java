package io.semj.recovery.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.SemanticJournal;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.recovery.IntegrityVerifier;
import io.semj.recovery.JournalRecovery;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was emitted as one is cut as one: 100 events, a group up to 105, and 45 events more. */
class AtomicGroupCutTest {
  private static final int FIRST = 101;
  private static final int LAST = 105;
  private static final int EVENTS = 150;

  @TempDir private Path directory;

  @BeforeEach
  void write() {
    try (SemanticJournal journal = SemanticJournal.open(Journals.config(directory).build())) {
      Journals.emit(journal, FIRST - 1);
      List<EventBuilder> group = new ArrayList<>();
      for (long number = FIRST; number <= LAST; number++) {
        group.add(Journals.event(new EventBuilder(EventType.GRAPH_NODE_CREATE), number));
      }
      journal.emitEventsAtomic(group);
      Journals.emit(journal, EVENTS - LAST);
    }
  }

  private RecoveryReport cut(RecoveryRequest request) {
    RecoveryReport report = JournalRecovery.of(directory).recover(request);
    assertThat(new IntegrityVerifier(directory).verify().problems()).isEmpty();
    return report;
  }

  @ParameterizedTest
  @CsvSource({"99, 99", "100, 100", "101, 100", "103, 100", "104, 100", "105, 105", "106, 106"})
  void shouldCutBeforeAGroupThatTheSequenceLiesIn(long wanted, long expected) {
    RecoveryReport report = cut(RecoveryRequest.partialThrough(wanted));
    assertThat(Journals.read(directory)).isEqualTo(Journals.range(1, expected));
    assertThat(report.statistics().eventsCut()).isEqualTo(EVENTS - expected);
    if (wanted == expected) {
      assertThat(report.plan().notes()).isEmpty();
    } else {
      assertThat(report.toString())
          .contains("sequence " + wanted + " lies inside a group that was emitted as one")
          .contains("behind sequence 100");
    }
    assertThat(Journals.emitOneMore(directory)).isEqualTo(EVENTS + 1);
  }

  @Test
  void shouldCutBeforeAGroupThatTheMomentLiesIn() {
    cut(RecoveryRequest.partialThrough(Instant.ofEpochSecond(103)));
    assertThat(Journals.read(directory)).isEqualTo(Journals.range(1, FIRST - 1));
  }

  @Test
  void shouldFindTheGroupAgainInASegmentThatWasRewritten() {
    cut(RecoveryRequest.partialThrough(120));
    cut(RecoveryRequest.partialThrough(102));
    assertThat(Journals.read(directory)).isEqualTo(Journals.range(1, FIRST - 1));
  }
}
