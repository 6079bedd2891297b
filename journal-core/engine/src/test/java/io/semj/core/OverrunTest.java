package io.semj.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.DiskView.Block;
import io.semj.core.fixture.Emitters;
import io.semj.core.fixture.Events;
import io.semj.event.EventPriority;
import io.semj.event.SemanticEvent;
import io.semj.format.BlockCompression;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Journals that get events more quickly than one thread can compress and write them. */
class OverrunTest {
  private static final int RING = 1_024;
  private static final int THREADS = 3;
  private static final int EVENTS = 12_000;
  private static final int LARGE = 5_000;

  @TempDir private Path directory;
  private final Threads threads = new Threads();

  /** The last thread that a journal asks for is the one that it starts only when it is behind. */
  private static final class Threads implements ThreadFactory {
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private boolean refusesSealer;
    private int made;

    @Override
    public Thread newThread(Runnable task) {
      boolean isSealer = ++made == 4;
      return new Thread(task, "overrun-" + made) {
        @Override
        public synchronized void start() {
          if (isSealer && refusesSealer) {
            refused.incrementAndGet();
            throw new OutOfMemoryError("unable to create native thread");
          }
          started.incrementAndGet();
          super.start();
        }
      };
    }
  }

  private JournalConfigBuilder config() {
    return JournalConfig.builder(directory)
        .ringSize(RING)
        .overflowTimeout(Duration.ofMinutes(1))
        .threadFactory(threads)
        .compression(BlockCompression.ZLIB)
        .maxSegmentBytes(2 << 20)
        .checkpointInterval(Duration.ZERO)
        .kernelCompatibility(false);
  }

  private void assertNoThreadIsLeft() {
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("overrun-"));
  }

  /** Emits as quickly as can be until that had the wanted effect; how many events it took. */
  private static int emitUntil(SemanticJournal journal, BooleanSupplier reached) {
    int emitted = 0;
    do {
      Emitters.emit(journal, THREADS, EVENTS);
      emitted += THREADS * EVENTS;
    } while (!reached.getAsBoolean());
    return emitted;
  }

  /** What a thread emits: mostly single events, with all others between them. */
  private static int emit(SemanticJournal journal, int source) {
    Random random = new Random(source);
    int number = 0;
    while (number < EVENTS) {
      switch (random.nextInt(3_000)) {
        case 0 -> {
          int members = 2 + random.nextInt(40);
          journal.emitEventsAtomic(Collections.nCopies(members, Events.of(source, number)));
        }
        case 1 -> journal.emitEvent(Events.of(source, number), EventPriority.CRITICAL);
        case 2 -> journal.emitEvent(Events.of(source, number).payload(new byte[LARGE]));
        case 3 -> journal.emitEventDurable(Events.of(source, number)).join();
        default -> journal.emitEvent(Events.of(source, number));
      }
      number++;
    }
    return number;
  }

  @ParameterizedTest
  @EnumSource(BlockCompression.class)
  void shouldWriteEverythingInOrderWhoeverCompressesIt(BlockCompression compression) {
    try (SemanticJournal journal =
        SemanticJournal.open(config().compression(compression).build())) {
      Emitters.inParallel(THREADS, source -> () -> emit(journal, source));
      journal.flush();
      assertThat(journal.status().durableSequence())
          .isEqualTo(journal.status().lastEmittedSequence());
    }
    assertNoThreadIsLeft();
    DiskView.blocks(directory);
    List<SemanticEvent> events = DiskView.events(directory);
    DiskView.assertSequences(events, 1, events.size());
    assertThat(events).hasSizeGreaterThan(THREADS * EVENTS);
    int[] last = {-1, -1, -1};
    for (SemanticEvent event : events) {
      if (event.payload().length != LARGE) {
        Events.assertIntact(event);
      }
      int number = Events.number(event);
      assertThat(number - last[Events.source(event)]).isBetween(0, 1);
      last[Events.source(event)] = number;
    }
    assertThat(last).containsOnly(EVENTS - 1);
  }

  @Test
  void shouldShowAReaderBesideItEveryEventOnceAndWhole() throws Exception {
    int each = 40_000;
    JournalConfig config =
        config()
            .ringSize(16_384)
            .compression(BlockCompression.NONE)
            .maxSegmentBytes(32 << 20)
            .build();
    try (SemanticJournal journal = SemanticJournal.open(config)) {
      CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> readAll(THREADS * each));
      Emitters.emit(journal, THREADS, each);
      journal.flush();
      reading.get(1, TimeUnit.MINUTES);
    }
  }

  private void readAll(int count) {
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      for (int sequence = 1; sequence <= count; sequence++) {
        while (!reader.hasNext()) {
          Thread.onSpinWait();
        }
        SemanticEvent event = reader.next();
        assertThat(event.sequence()).isEqualTo(sequence);
        Events.assertIntact(event);
      }
    }
  }

  @Test
  void shouldHaveAnotherThreadOnlyOnceItIsBehind() {
    try (SemanticJournal journal = SemanticJournal.open(config().build())) {
      for (int i = 0; i < 3 * RING; i++) {
        journal.emitEvent(Events.of(0, i));
        if (i % 100 == 0) {
          journal.flush();
        }
      }
      assertThat(threads.started).hasValue(3);
      emitUntil(journal, () -> threads.started.get() == 4);
    }
    assertNoThreadIsLeft();
  }

  @Test
  void shouldGoOnAloneWhereNoMoreThreadCanBeStarted() {
    threads.refusesSealer = true;
    int emitted;
    try (SemanticJournal journal = SemanticJournal.open(config().build())) {
      emitted = emitUntil(journal, () -> threads.refused.get() > 0);
    }
    assertThat(threads.started).hasValue(3);
    DiskView.assertSequences(DiskView.events(directory), 1, emitted);
  }

  @Test
  void shouldTellOfEachEventThatMadeRoomForANewerOne() {
    JournalConfig config = config().overflowPolicy(OverflowPolicy.DROP_OLDEST).build();
    long emitted;
    long dropped;
    try (SemanticJournal journal = SemanticJournal.open(config)) {
      emitted = emitUntil(journal, () -> journal.metrics().events().droppedOldest() > 0);
      journal.flush();
      dropped = journal.metrics().events().droppedOldest();
    }
    List<Block> blocks = DiskView.blocks(directory);
    assertThat(blocks.stream().mapToLong(Block::droppedBefore).sum())
        .isBetween(dropped - RING, dropped);
    assertThat(DiskView.events(directory)).hasSize((int) (emitted - dropped));
  }
}
