package io.semj.subscribe;

import static io.semj.subscribe.Journals.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.JournalConfig;
import io.semj.core.RetentionPolicy;
import io.semj.core.SemanticJournal;
import io.semj.core.filter.EventFilter;
import io.semj.core.fixture.Crash;
import io.semj.core.fixture.DiskView;
import io.semj.core.storage.DirectoryLock;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.SegmentRewriter;
import io.semj.error.CorruptionException;
import io.semj.error.EventsMissedException;
import io.semj.event.SemanticEvent;
import io.semj.format.BlockCompression;
import io.semj.format.SegmentReanchor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Segments that are removed, rewritten or damaged while they are subscribed to. */
class RetentionTest {
  @TempDir private Path directory;
  private final Collector collector = new Collector();

  private SemanticJournal openKeepingTwo() {
    JournalConfig config =
        Journals.config(directory).retention(new RetentionPolicy(2, Duration.ZERO, 0, 0)).build();
    return SemanticJournal.open(config);
  }

  private static long first(Path directory) {
    return DiskView.events(directory).get(0).sequence();
  }

  private void untilTwoAreLeft() {
    until(() -> DiskView.segments(directory).size() <= 2);
  }

  @Test
  void shouldTellWhatIsMissedWhenItBeginsBehindRetention() {
    try (SemanticJournal journal = openKeepingTwo();
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      Journals.emitLarge(journal, 100);
      untilTwoAreLeft();
      long left = first(directory);
      Subscription subscription =
          subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.sequence(5), collector);
      until(() -> subscription.position() == 100);
      assertThat(collector.missed()).containsExactly(new MissedEvents(5, left - 1));
      assertThat(collector.sequences()).isEqualTo(Journals.sequences(left, 100));
    }
  }

  @Test
  void shouldMissNothingWhenItBeginsWithWhatIsLeft() {
    try (SemanticJournal journal = openKeepingTwo();
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      Journals.emitLarge(journal, 100);
      untilTwoAreLeft();
      long left = first(directory);
      Subscription subscription =
          subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.beginning(), collector);
      until(() -> subscription.position() == 100);
      assertThat(collector.missed()).isEmpty();
      assertThat(collector.sequences()).isEqualTo(Journals.sequences(left, 100));
    }
  }

  @Test
  void shouldTellASubscriptionThatRetentionOvertakesWhatItMissed() {
    try (SemanticJournal journal = openKeepingTwo();
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      Subscription subscription =
          subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.beginning(), collector);
      Journals.emitLarge(journal, 3);
      until(() -> subscription.position() == 3);
      subscription.pause();
      Journals.emitLarge(journal, 150);
      untilTwoAreLeft();
      subscription.resume();
      until(() -> subscription.position() == 153);

      List<Long> got = collector.sequences();
      assertThat(collector.missed()).hasSize(1);
      MissedEvents missed = collector.missed().get(0);
      assertThat(got)
          .doesNotHaveDuplicates()
          .isSorted()
          .hasSize((int) (153 - (missed.lastSequence() - missed.firstSequence() + 1)))
          .doesNotContainAnyElementsOf(
              Journals.sequences(missed.firstSequence(), missed.lastSequence()));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldDeliverOrTellEverySequenceOnceWhileRetentionOvertakesSlowListeners(long seed) {
    Random random = new Random(seed);
    List<Collector> collectors = new ArrayList<>();
    try (SemanticJournal journal = openKeepingTwo();
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      List<Subscription> all = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        Collector slow = slowOnceIn(1 + random.nextInt(40), i);
        collectors.add(slow);
        all.add(subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.sequence(1), slow));
      }
      for (int i = 0; i < 20; i++) {
        Journals.emitLarge(journal, 1 + random.nextInt(30));
      }
      until(() -> all.stream().allMatch(s -> s.position() == journal.writtenSequence()));
      for (Collector collector : collectors) {
        List<Long> told = new ArrayList<>(collector.sequences());
        collector
            .missed()
            .forEach(m -> told.addAll(Journals.sequences(m.firstSequence(), m.lastSequence())));
        Collections.sort(told);
        assertThat(told)
            .as("seed %d, missed %s", seed, collector.missed())
            .isEqualTo(Journals.sequences(1, journal.writtenSequence()));
        assertThat(collector.sequences()).isSorted();
      }
    }
  }

  private static Collector slowOnceIn(int events, int millis) {
    return new Collector() {
      @Override
      public synchronized void onEvent(SemanticEvent event) throws Exception {
        super.onEvent(event);
        if (event.sequence() % events == 0) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(4L * millis * millis));
        }
      }
    };
  }

  @Test
  void shouldEndWithAnErrorWhenTheListenerDoesNotCareForWhatIsMissed() {
    try (SemanticJournal journal = openKeepingTwo();
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      Journals.emitLarge(journal, 100);
      untilTwoAreLeft();
      Subscription subscription =
          subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.sequence(1), event -> {});
      until(() -> subscription.state() == SubscriptionState.FAILED);
      assertThat(subscription.failure())
          .get()
          .isInstanceOfSatisfying(
              EventsMissedException.class,
              e -> {
                assertThat(e.firstSequence()).isEqualTo(1);
                assertThat(e.lastSequence()).isEqualTo(first(directory) - 1);
              });
    }
  }

  @Test
  void shouldPassOverWhatCompactionTookOutWithoutCallingItMissed() throws IOException {
    try (SemanticJournal journal = Journals.open(directory);
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      Journals.emitLarge(journal, 70);
      until(() -> Crash.head(DiskView.segments(directory).get(1)).seal().isPresent());
      SegmentHead second = Crash.head(DiskView.segments(directory).get(1));
      long last = second.continuation().orElseThrow().sequence();
      empty(second);
      Subscription all =
          subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.beginning(), collector);
      Collector inside = new Collector();
      Subscription within =
          subscriptions.subscribe(
              EventFilter.ALL, SubscribeFrom.sequence(second.file().firstSequence() + 3), inside);
      until(() -> all.position() == 70 && within.position() == 70);

      List<Long> left = new ArrayList<>(Journals.sequences(1, 70));
      left.removeAll(Journals.sequences(second.file().firstSequence(), last));
      assertThat(collector.sequences()).isEqualTo(left);
      assertThat(inside.sequences()).isEqualTo(Journals.sequences(last + 1, 70));
      assertThat(collector.missed()).isEmpty();
      assertThat(inside.missed()).isEmpty();
    }
  }

  @Test
  void shouldGoOnBehindASegmentThatIsRewrittenUnderIt() throws IOException {
    try (SemanticJournal journal = Journals.open(directory);
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      Subscription subscription =
          subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.beginning(), collector);
      Journals.emitLarge(journal, 3);
      until(() -> subscription.position() == 3);
      subscription.pause();
      Journals.emitLarge(journal, 67);
      until(() -> Crash.head(DiskView.segments(directory).get(1)).seal().isPresent());
      empty(Crash.head(DiskView.segments(directory).get(0)));
      subscription.resume();
      until(() -> subscription.position() == 70);
      assertThat(collector.sequences()).isSorted().doesNotHaveDuplicates().contains(1L, 3L, 70L);
      assertThat(collector.missed()).isEmpty();
    }
  }

  /** Takes all events out of a segment. */
  private void empty(SegmentHead head) {
    JournalDirectory journals = JournalDirectory.existing(directory);
    JournalPosition end = head.continuation().orElseThrow();
    DirectoryLock maintenance = DirectoryLock.maintenance(journals);
    try (maintenance;
        SegmentRewriter rewriter = SegmentRewriter.begin(journals, head, BlockCompression.NONE)) {
      rewriter.finish(
          new SegmentReanchor(
              1, end.sequence(), end.blockId(), end.digest(), end.totals().events(), 1));
      rewriter.replace();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void shouldEndAtDamageWithAnErrorThatNamesTheFileAfterEverythingBeforeIt() throws IOException {
    try (SemanticJournal journal = Journals.open(directory)) {
      Journals.emitLarge(journal, 70);
    }
    Path second = DiskView.segments(directory).get(1);
    try (FileChannel channel = FileChannel.open(second, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), Files.size(second) / 2);
    }
    try (SemanticJournal journal = Journals.open(directory);
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      Subscription subscription =
          subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.beginning(), collector);
      until(() -> subscription.state() == SubscriptionState.FAILED);
      assertThat(subscription.failure())
          .get()
          .isInstanceOf(CorruptionException.class)
          .asString()
          .contains(second.toString());
      assertThat(collector.sequences())
          .isEqualTo(Journals.sequences(1, subscription.position()))
          .hasSizeGreaterThan(20);
      List<SemanticEvent> events = collector.events();
      assertThat(events.get(0).payload()).hasSize(50 << 10);
    }
  }
}
