package io.semj.subscribe;

import static io.semj.subscribe.Journals.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.SemanticJournal;
import io.semj.core.filter.EventFilter;
import io.semj.core.filter.EventFilterBuilder;
import io.semj.core.filter.RecordFilter;
import io.semj.core.fixture.Events;
import io.semj.event.EventBuilder;
import io.semj.event.EventPriority;
import io.semj.event.SemanticEvent;
import io.semj.format.RecordFlyweight;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is asked, from wherever, while events are emitted: it is what a full scan would find.
 */
class SubscriptionPropertyTest {
  private static final int SUBSCRIBERS = 12;
  private static final int EVENTS = 6_000;

  @TempDir private Path directory;

  /** What a subscriber asked, and what it got. */
  private record Asked(
      RecordFilter filter, SubscribeFrom from, long first, Collector got, Subscription running) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void shouldDeliverWhatAFullScanFindsAfterwards(long seed) throws InterruptedException {
    Random random = new Random(seed);
    DeliveryWait wait = seed % 3 == 0 ? DeliveryWait.BUSY_SPIN : DeliveryWait.SLEEPING;
    SemanticJournal journal = Journals.open(directory);
    List<Asked> all = new ArrayList<>();
    try (JournalSubscriptions subscriptions = JournalSubscriptions.of(journal, wait)) {
      Thread other = new Thread(() -> emit(journal, seed + 1_000));
      emit(journal, seed);
      other.start();
      for (int i = 0; i < SUBSCRIBERS; i++) {
        all.add(subscribe(journal, subscriptions, random));
        emit(journal, seed + i, EVENTS / SUBSCRIBERS);
      }
      other.join();
      journal.close();
      for (Asked asked : all) {
        assertThat(asked.running.awaitEnd(Duration.ofSeconds(60))).as("seed %d", seed).isTrue();
      }
    }
    List<SemanticEvent> scanned = Journals.readAll(directory);
    assertThat(scanned).hasSize(3 * EVENTS);
    for (Asked asked : all) {
      assertThat(asked.got.events())
          .as("seed %d, filter %s, from %s", seed, asked.filter, asked.from)
          .containsExactlyElementsOf(expected(asked, scanned));
      assertThat(asked.got.missed()).isEmpty();
    }
  }

  private static Asked subscribe(
      SemanticJournal journal, JournalSubscriptions subscriptions, Random random) {
    RecordFilter filter = filter(random);
    boolean slow = random.nextInt(4) == 0;
    Collector collector =
        new Collector() {
          @Override
          public synchronized void onEvent(SemanticEvent event) throws Exception {
            super.onEvent(event);
            if (slow && event.sequence() % 500 == 0) {
              LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(7));
            }
          }
        };
    long emitted = journal.status().lastEmittedSequence();
    long sequence = 1 + (long) (random.nextDouble() * (emitted + 1_000));
    SubscribeFrom from =
        random.nextInt(4) == 0 ? SubscribeFrom.beginning() : SubscribeFrom.sequence(sequence);
    long first = from.kind() == SubscribeFrom.Kind.BEGINNING ? 1 : sequence;
    return new Asked(
        filter, from, first, collector, subscriptions.subscribe(filter, from, collector));
  }

  private static RecordFilter filter(Random random) {
    EventFilterBuilder builder = EventFilter.builder();
    if (random.nextBoolean()) {
      builder.transaction(1 + random.nextInt(3));
    }
    if (random.nextInt(3) == 0) {
      builder.minPriority(EventPriority.HIGH);
    }
    if (random.nextInt(3) == 0) {
      builder.pathGlob("/data/*/*" + random.nextInt(10));
    }
    if (random.nextInt(5) == 0) {
      builder.fromSequence(random.nextInt(EVENTS)).toSequence(EVENTS + random.nextInt(EVENTS));
    }
    RecordFilter filter = builder.build();
    return random.nextInt(4) == 0 ? filter.negate() : filter;
  }

  private static List<SemanticEvent> expected(Asked asked, List<SemanticEvent> scanned) {
    RecordFlyweight record = new RecordFlyweight();
    return scanned.stream()
        .filter(event -> event.sequence() >= asked.first)
        .filter(
            event -> asked.filter.matches(record.wrap(new UnsafeBuffer(event.toByteArray()), 0)))
        .toList();
  }

  private static void emit(SemanticJournal journal, long seed) {
    emit(journal, seed, EVENTS);
  }

  private static void emit(SemanticJournal journal, long seed, int count) {
    Random random = new Random(seed);
    for (int i = 0; i < count; ) {
      EventBuilder event = Events.of(1 + random.nextInt(3), random.nextInt(1_000));
      event.priority(random.nextBoolean() ? EventPriority.HIGH : EventPriority.LOW);
      if (random.nextInt(50) == 0 && count - i > 3) {
        journal.emitEventsAtomic(List.of(event, Events.of(3, i), Events.large(2, 5_000)));
        i += 3;
      } else {
        journal.emitEvent(event);
        i++;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void shouldServeSixtyFourAtOnce(long seed) {
    SemanticJournal journal = Journals.open(directory);
    List<Asked> all = new ArrayList<>();
    Random random = new Random(seed);
    try (JournalSubscriptions subscriptions = JournalSubscriptions.of(journal)) {
      emit(journal, seed, 2_000);
      for (int i = 0; i < 64; i++) {
        all.add(subscribe(journal, subscriptions, random));
      }
      emit(journal, seed + 1, 2_000);
      until(() -> all.stream().allMatch(asked -> asked.running.position() >= 4_000));
      assertThat(Thread.getAllStackTraces().keySet().stream().filter(this::isOurs).count())
          .as("threads for 64 subscriptions")
          .isLessThanOrEqualTo(64 + 3);
    }
    journal.close();
    List<SemanticEvent> scanned = Journals.readAll(directory);
    for (Asked asked : all) {
      assertThat(asked.got.events())
          .as("seed %d, filter %s, from %s", seed, asked.filter, asked.from)
          .containsExactlyElementsOf(expected(asked, scanned));
    }
  }

  private boolean isOurs(Thread thread) {
    return thread.getName().startsWith("semj-subscri")
        && thread.getName().endsWith("-" + directory.getFileName());
  }
}
