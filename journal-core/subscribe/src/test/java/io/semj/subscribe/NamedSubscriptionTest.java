package io.semj.subscribe;

import static io.semj.subscribe.Journals.emit;
import static io.semj.subscribe.Journals.sequences;
import static io.semj.subscribe.Journals.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.SemanticJournal;
import io.semj.core.filter.EventFilter;
import io.semj.core.fixture.ChildJvm;
import io.semj.core.storage.JournalDirectory;
import io.semj.error.ConsistencyException;
import io.semj.error.CorruptionException;
import io.semj.error.SubscriptionHeldException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedSubscriptionTest {
  private static final SubscriptionRequest ONE =
      SubscriptionRequest.from(SubscribeFrom.beginning()).named("one");

  @TempDir private Path directory;

  private Path positionFile() {
    return directory.resolve(JournalDirectory.SUBSCRIPTIONS).resolve("one.pos");
  }

  /** Subscribes, lets it come to a sequence, and closes all. */
  private Collector run(SubscriptionRequest request, int emitFirst, int emitLast) {
    Collector collector = new Collector();
    try (SemanticJournal journal = Journals.open(directory);
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      Subscription subscription = subscriptions.subscribe(request, collector);
      emit(journal, emitFirst, emitLast);
      until(() -> subscription.position() == emitLast);
    }
    return collector;
  }

  @Test
  void shouldGoOnWhereItStopped() {
    assertThat(run(ONE, 1, 1_000).sequences()).isEqualTo(sequences(1, 1_000));
    try (SemanticJournal journal = Journals.open(directory)) {
      emit(journal, 1_001, 2_000); // while nobody listens
    }
    assertThat(run(ONE, 2_001, 3_000).sequences()).isEqualTo(sequences(1_001, 3_000));
    assertThat(run(ONE, 3_001, 3_001).sequences()).containsExactly(3_001L);
  }

  @Test
  void shouldGoOnBehindEventsThatItsFilterDoesNotWant() {
    SubscriptionRequest third = ONE.matching(EventFilter.builder().transaction(2).build());
    run(third, 1, 1_000);
    try (SemanticJournal journal = Journals.open(directory);
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      assertThat(subscriptions.named())
          .containsExactly(new NamedSubscription("one", OptionalLong.of(1_000), 0, false));
    }
    assertThat(run(ONE, 1_001, 1_003).sequences()).isEqualTo(sequences(1_001, 1_003));
  }

  @Test
  void shouldGiveAgainWhatWasNotAcknowledged() {
    try (SemanticJournal journal = Journals.open(directory);
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      Collector collector = new Collector();
      Subscription subscription = subscriptions.subscribe(ONE.acknowledgedByHand(), collector);
      emit(journal, 1, 100);
      until(() -> collector.count() == 100);
      subscription.ack(40);
      subscription.ack(30);
      assertThatThrownBy(() -> subscription.ack(101))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("event was not delivered yet: sequence=101, delivered=100");
      assertThat(subscriptions.named())
          .containsExactly(new NamedSubscription("one", OptionalLong.of(40), 60, true));
      subscription.close();
      assertThatThrownBy(() -> subscription.ack(50))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("subscription has ended");
    }
    assertThat(run(ONE, 101, 110).sequences()).isEqualTo(sequences(41, 110));
  }

  @Test
  void shouldGiveAgainTheEventThatTheListenerFailedAt() {
    try (SemanticJournal journal = Journals.open(directory);
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      Subscription subscription =
          subscriptions.subscribe(
              ONE,
              event -> {
                if (event.sequence() == 7) {
                  throw new IllegalStateException("a bug");
                }
              });
      emit(journal, 1, 10);
      until(() -> subscription.state() == SubscriptionState.FAILED);
    }
    assertThat(run(ONE, 11, 11).sequences()).isEqualTo(sequences(7, 11));
  }

  @Test
  void shouldAcknowledgeByHandOnlyWhereThatWasAskedFor() {
    try (SemanticJournal journal = Journals.open(directory);
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      Subscription named = subscriptions.subscribe(ONE, event -> {});
      Subscription unnamed =
          subscriptions.subscribe(EventFilter.ALL, SubscribeFrom.now(), event -> {});
      for (Subscription subscription : List.of(named, unnamed)) {
        assertThatThrownBy(() -> subscription.ack(0)).isInstanceOf(IllegalStateException.class);
      }
      SubscriptionRequest withoutName = SubscriptionRequest.from(SubscribeFrom.now());
      assertThatThrownBy(withoutName::acknowledgedByHand)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void shouldHaveOneHolderAtATime() {
    try (SemanticJournal journal = Journals.open(directory);
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal);
        JournalSubscriptions others = JournalSubscriptions.open(directory)) {
      Subscription first = subscriptions.subscribe(ONE, event -> {});
      for (JournalSubscriptions asked : List.of(subscriptions, others)) {
        assertThatThrownBy(() -> asked.subscribe(ONE, event -> {}))
            .isInstanceOfSatisfying(
                SubscriptionHeldException.class,
                e -> {
                  assertThat(e.name()).isEqualTo("one");
                  assertThat(e.holderPid()).isEqualTo(ProcessHandle.current().pid());
                });
        assertThatThrownBy(() -> asked.delete("one")).isInstanceOf(SubscriptionHeldException.class);
      }
      first.close();
      others.subscribe(ONE, event -> {}).close();
      assertThat(subscriptions.delete("one")).isTrue();
      assertThat(subscriptions.delete("one")).isFalse();
      assertThat(subscriptions.named()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", ".a", "a/b", "a b", "ä"})
  void shouldRefuseNamesThatAreNoFileNames(String name) {
    SubscriptionRequest request = SubscriptionRequest.from(SubscribeFrom.now());
    assertThatThrownBy(() -> request.named(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("actual=" + name);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldBeginRightBehindTheLastAcknowledgementWhateverIsAcknowledged(long seed) {
    Random random = new Random(seed);
    long acknowledged = 0;
    int emitted = 0;
    for (int round = 0; round < 8; round++) {
      Collector collector = new Collector();
      try (SemanticJournal journal = Journals.open(directory);
          JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
        Subscription subscription = subscriptions.subscribe(ONE.acknowledgedByHand(), collector);
        int last = emitted + 1 + random.nextInt(400);
        emit(journal, emitted + 1, last);
        until(() -> subscription.position() == last);
        emitted = last;
        assertThat(collector.sequences())
            .as("seed %d, round %d", seed, round)
            .isEqualTo(sequences(acknowledged + 1, last));
        for (int i = random.nextInt(4); i > 0; i--) {
          long next = acknowledged + random.nextInt((int) (last - acknowledged) + 1);
          subscription.ack(next);
          acknowledged = Math.max(acknowledged, next);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(AckMode.class)
  void shouldSkipNothingUnacknowledgedWhenItsProcessIsKilled(AckMode mode) {
    List<String> lines;
    try (ChildJvm child = ChildJvm.start(SubscribeUntilKilled.class, directory, mode)) {
      for (int i = 0; i < 5_000; i++) {
        assertThat(child.readLine()).isNotNull();
      }
      lines = child.kill();
    }
    long taken = last(lines, "taken=");
    long acknowledged = last(lines, "acknowledged=");
    Collector collector = new Collector();
    try (SemanticJournal journal = Journals.open(directory);
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      Subscription subscription = subscriptions.subscribe(ONE, collector);
      journal.flush();
      until(() -> subscription.lag() == 0);
      List<Long> again = collector.sequences();
      assertThat(again).isEqualTo(sequences(again.get(0), journal.writtenSequence()));
      assertThat(again.get(0)).isLessThanOrEqualTo(taken + 1);
      if (mode == AckMode.MANUAL) {
        // The one behind the last that was told may have been acknowledged right before the end.
        assertThat(again.get(0)).isIn(acknowledged + 1, acknowledged + 4);
      }
    }
  }

  private static long last(List<String> lines, String what) {
    return lines.stream()
        .filter(line -> line.startsWith(what) && line.length() > what.length())
        .mapToLong(line -> Long.parseLong(line.substring(what.length())))
        .max()
        .orElse(0);
  }

  @Test
  void shouldRefuseADamagedPositionUntilItIsDeletedAndKeepItInTheQuarantine() throws IOException {
    run(ONE, 1, 100);
    byte[] bytes = Files.readAllBytes(positionFile());
    for (int i = 0; i < bytes.length; i += 16) {
      bytes[i] ^= 1;
    }
    Files.write(positionFile(), bytes);
    try (SemanticJournal journal = Journals.open(directory);
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> subscriptions.subscribe(ONE, event -> {}))
            .isInstanceOf(CorruptionException.class)
            .hasMessageContaining("file=" + positionFile());
      }
      assertThat(subscriptions.named())
          .containsExactly(new NamedSubscription("one", OptionalLong.empty(), 0, false));
      assertThat(subscriptions.delete("one")).isTrue();
      assertThat(directory.resolve("quarantine/one.pos")).hasBinaryContent(bytes);
    }
    assertThat(run(ONE, 101, 102).sequences()).isEqualTo(sequences(1, 102));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 87, 88, 511, 512, 1_024, 1_111})
  void shouldNeverGoOnFromAWrongPlaceWhenItsFileIsCut(int length) throws IOException {
    run(ONE, 1, 100);
    Files.write(
        positionFile(), java.util.Arrays.copyOf(Files.readAllBytes(positionFile()), length));
    Collector collector = new Collector();
    try (SemanticJournal journal = Journals.open(directory);
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      Subscription subscription = subscriptions.subscribe(ONE, collector);
      emit(journal, 101, 101);
      until(() -> subscription.position() == 101);
      // An older entry was left: nothing is skipped.
      List<Long> got = collector.sequences();
      assertThat(got).isEqualTo(sequences(got.get(0), 101));
    } catch (CorruptionException nothingWasLeft) {
      assertThat(nothingWasLeft).hasMessageContaining("no entry of it is whole");
    }
  }

  @Test
  void shouldGoBackToAnOlderEntryWhenTheNewestIsDamaged() throws IOException {
    run(ONE, 1, 100);
    run(ONE, 101, 200);
    byte[] bytes = Files.readAllBytes(positionFile());
    bytes[newest(bytes) + 40] ^= 1;
    Files.write(positionFile(), bytes);
    List<Long> got = run(ONE, 201, 201).sequences();
    assertThat(got).isEqualTo(sequences(got.get(0), 201)).hasSizeLessThanOrEqualTo(201);
  }

  private static int newest(byte[] bytes) {
    int best = 0;
    long count = -1;
    for (int at = 0; at < bytes.length; at += 512) {
      PositionRecord found =
          PositionRecord.decode(java.util.Arrays.copyOfRange(bytes, at, at + 88)).orElse(null);
      if (found != null && found.count() > count) {
        best = at;
        count = found.count();
      }
    }
    return best;
  }

  @Test
  void shouldRefuseThePositionOfAnotherJournal() throws IOException {
    run(ONE, 1, 100);
    Path copy = directory.resolve("subscriptions/copy");
    Files.copy(positionFile(), copy);
    for (Path file : Journals.files(directory)) {
      Files.delete(file);
    }
    try (SemanticJournal journal = Journals.open(directory);
        JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      Files.createDirectories(positionFile().getParent());
      Files.copy(copy, positionFile(), StandardCopyOption.REPLACE_EXISTING);
      assertThatThrownBy(() -> subscriptions.subscribe(ONE, event -> {}))
          .isInstanceOf(ConsistencyException.class)
          .hasMessageContaining("position is of another journal");
    }
  }

  @Test
  void shouldGoBackToWhatWasDurableAfterAPowerLoss() {
    UUID journal = new UUID(1, 1);
    UUID boot = new UUID(2, 2);
    PositionRecord record = new PositionRecord(1, journal, 90, 60, 0, StartTime.NONE, boot);
    assertThat(record.resumeAt(boot, 100)).isEqualTo(90);
    assertThat(record.resumeAt(new UUID(3, 3), 100)).isEqualTo(60);
    assertThat(record.resumeAt(boot, 80)).as("the journal was cut").isEqualTo(60);
    assertThat(record.resumeAt(PositionRecord.UNKNOWN_BOOT, 100)).isEqualTo(60);
    assertThatThrownBy(() -> record.resumeAt(boot, 50))
        .isInstanceOf(ConsistencyException.class)
        .hasMessage("subscription is ahead of its journal: acknowledged=60, written=50");
  }

  @Test
  void shouldGiveAgainWhatWasAcknowledgedAndNotDurableWhenTheMachineWentDown() throws IOException {
    run(ONE, 1, 100);
    try (PositionFile file = PositionFile.open(positionFile())) {
      PositionRecord now = file.newest();
      UUID anotherBoot = new UUID(now.boot().getMostSignificantBits() + 1, 1);
      file.write(
          new PositionRecord(
              now.count() + 1, now.journalId(), 90, 60, 0, StartTime.NONE, anotherBoot));
    }
    assertThat(run(ONE, 101, 101).sequences()).isEqualTo(sequences(61, 101));
  }

  @Test
  void shouldRememberThatItWaitsForASequenceOrATime() {
    Instant later = Instant.now().plusSeconds(3_600);
    SubscriptionRequest fromLater =
        SubscriptionRequest.from(SubscribeFrom.time(later)).named("time");
    SubscriptionRequest fromAhead =
        SubscriptionRequest.from(SubscribeFrom.sequence(500)).named("sequence");
    for (int round = 0; round < 2; round++) {
      Collector collector = new Collector();
      try (SemanticJournal journal = Journals.open(directory);
          JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
        Subscription time = subscriptions.subscribe(fromLater, collector);
        Subscription sequence = subscriptions.subscribe(fromAhead, collector);
        emit(journal, 1, 100);
        long written = (round + 1) * 100L;
        until(() -> time.position() == written);
        assertThat(sequence.position()).isEqualTo(499);
        assertThat(sequence.lag()).isZero();
      }
      assertThat(collector.count()).isZero();
    }
  }

  @Test
  void shouldServeNamesWhileTheJournalIsOpenInAnotherPlace() throws InterruptedException {
    Collector collector = new Collector();
    SemanticJournal journal = Journals.open(directory);
    try (JournalSubscriptions subscriptions = JournalSubscriptions.open(directory)) {
      emit(journal, 1, 2_000);
      Subscription subscription = subscriptions.subscribe(ONE.durableOnly(), collector);
      emit(journal, 2_001, 4_000);
      journal.close();
      until(() -> collector.count() == 4_000);
      assertThat(subscription.awaitEnd(Duration.ofMillis(1))).isFalse();
    }
    assertThat(collector.sequences()).isEqualTo(sequences(1, 4_000));
    assertThat(run(ONE, 4_001, 4_001).sequences()).containsExactly(4_001L);
  }
}
