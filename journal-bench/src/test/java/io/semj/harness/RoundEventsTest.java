package io.semj.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.JournalConfig;
import io.semj.core.JournalReader;
import io.semj.core.SemanticJournal;
import io.semj.event.EventBuilder;
import io.semj.event.SemanticEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge of the harnesses must see what it is there to see. */
class RoundEventsTest {
  private static final long SEED = 5;
  private static final int ROUND = 3;
  private static final long SOURCE = Emitter.source(ROUND, 0);

  @TempDir private Path directory;
  private final Content content = new Content(SEED);
  private Claims claims;

  @BeforeEach
  void openClaims() throws IOException {
    claims = Claims.open(directory.resolve("claims"));
  }

  private RoundEvents taken(boolean gapsAreTold, EventBuilder... emitted) {
    Path journal = directory.resolve("journal");
    try (SemanticJournal open = SemanticJournal.open(JournalConfig.builder(journal).build())) {
      List.of(emitted).forEach(open::emitEvent);
    }
    RoundEvents events = new RoundEvents(SEED, ROUND, claims, 0, false, gapsAreTold);
    try (JournalReader reader = JournalReader.open(journal, 1)) {
      for (SemanticEvent event = reader.next(); event != null; event = reader.next()) {
        events.take(event);
      }
    }
    return events;
  }

  @Test
  void shouldTakeWhatWasPromised() {
    claims.returned(0, 2, 2);
    claims.durableByFuture(0, 1);
    RoundEvents events = taken(false, content.member(SOURCE, 0, 0), content.member(SOURCE, 1, 0));
    assertThat(events.end(true)).isEqualTo(2);
    assertThat(events.count()).isEqualTo(2);
  }

  @Test
  void shouldMissDurableEvents() {
    claims.durableByWaiting(0, 2);
    RoundEvents events = taken(false, content.member(SOURCE, 0, 0));
    assertThatThrownBy(() -> events.end(false))
        .isInstanceOf(BrokenPromise.class)
        .hasMessage("durable events are lost: thread=0, durable=2, found=1");
  }

  @Test
  void shouldMissEmittedEventsWhenTheRingSurvives() {
    claims.returned(0, 2, 2);
    RoundEvents events = taken(false, content.member(SOURCE, 0, 0));
    assertThat(events.end(false)).isEqualTo(1);
    assertThatThrownBy(() -> events.end(true))
        .isInstanceOf(BrokenPromise.class)
        .hasMessageStartingWith("emitted events are lost, though the ring survives: thread=0");
  }

  @Test
  void shouldSeeAHoleInAThreadsEvents() {
    assertThatThrownBy(
            () -> taken(true, content.member(SOURCE, 0, 0), content.member(SOURCE, 2, 0)))
        .isInstanceOf(BrokenPromise.class)
        .hasMessageContaining("expected=1, actual=2");
  }

  @Test
  void shouldSeeAnotherContent() {
    assertThatThrownBy(() -> taken(true, content.member(SOURCE, 0, 0).payloadText("another")))
        .isInstanceOf(BrokenPromise.class)
        .hasMessageContaining("payload is another");
  }

  @Test
  void shouldSeeAnotherSequenceThanWasReturned() {
    claims.returned(0, 1, 7);
    assertThatThrownBy(() -> taken(false, content.member(SOURCE, 0, 0)))
        .isInstanceOf(BrokenPromise.class)
        .hasMessageContaining("returned=7, actual=1");
  }

  @Test
  void shouldSeeAGroupThatIsNotWhole() {
    long group = 3; // begins with number 0, has three events
    RoundEvents events =
        taken(false, content.member(SOURCE, 0, group), content.member(SOURCE, 1, group));
    assertThatThrownBy(() -> events.end(false))
        .isInstanceOf(BrokenPromise.class)
        .hasMessageStartingWith("group is not whole: missing=1");
  }
}
