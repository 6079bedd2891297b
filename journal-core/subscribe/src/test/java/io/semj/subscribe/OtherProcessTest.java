package io.semj.subscribe;

import static io.semj.subscribe.Journals.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.SegmentIo;
import io.semj.core.SemanticJournal;
import io.semj.core.SyncPolicy;
import io.semj.core.filter.EventFilter;
import io.semj.core.fixture.ChildJvm;
import io.semj.core.fixture.EmitUntilKilled;
import io.semj.error.JournalNotFoundException;
import io.semj.event.SemanticEvent;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscriptions to a journal that another process writes. */
class OtherProcessTest {
  private static final int ENOUGH = 20_000;

  @TempDir private Path directory;

  @Test
  void shouldFollowOneWriterAfterAnotherWithoutGapOrDuplicate() {
    Collector written = new Collector();
    Collector durable = new Collector();
    try (JournalSubscriptions subscriptions = JournalSubscriptions.open(directory)) {
      try (ChildJvm child =
          ChildJvm.start(EmitUntilKilled.class, directory, SegmentIo.MAPPED, SyncPolicy.INTERVAL)) {
        subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.beginning(), written);
        subscriptions.subscribe(
            SubscriptionRequest.from(SubscribeFrom.beginning()).durableOnly(), durable);
        until(() -> written.count() > ENOUGH && durable.count() > ENOUGH);
        child.kill();
      }
      try (SemanticJournal journal = Journals.open(directory)) {
        Journals.emit(journal, 1, 100);
      }
      List<SemanticEvent> all = Journals.readAll(directory);
      until(() -> written.count() >= all.size() && durable.count() >= all.size());
      assertThat(written.sequences()).isEqualTo(all.stream().map(SemanticEvent::sequence).toList());
      assertThat(durable.sequences()).isEqualTo(written.sequences());
      assertThat(written.missed()).isEmpty();
    }
  }

  @Test
  void shouldBeginWithASequenceThatIsNotWrittenYet() {
    Collector collector = new Collector();
    try (SemanticJournal journal = Journals.open(directory);
        JournalSubscriptions subscriptions = JournalSubscriptions.open(directory)) {
      Journals.emit(journal, 1, 100);
      journal.flush();
      Subscription subscription =
          subscriptions.subscribe(
              SubscriptionRequest.from(SubscribeFrom.sequence(101)).named("n"), collector);
      Journals.emit(journal, 101, 110);
      until(() -> subscription.position() == 110);
      assertThat(collector.sequences()).isEqualTo(Journals.sequences(101, 110));
      assertThat(subscriptions.named().get(0).held()).isTrue();
    }
  }

  @Test
  void shouldBeginNowWithTheFirstEventThatIsNotWritten() {
    Collector collector = new Collector();
    try (SemanticJournal journal = Journals.open(directory);
        JournalSubscriptions subscriptions = JournalSubscriptions.open(directory)) {
      for (int round = 0; round < 5; round++) {
        Journals.emit(journal, 1, 10);
        journal.flush();
        Subscription subscription =
            subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.now(), collector);
        assertThat(subscription.position()).isEqualTo(10L * (round + 1));
        subscription.close();
      }
    }
  }

  @Test
  void shouldNeedADirectory() {
    assertThatThrownBy(() -> JournalSubscriptions.open(directory.resolve("none")))
        .isInstanceOf(JournalNotFoundException.class);
  }
}
