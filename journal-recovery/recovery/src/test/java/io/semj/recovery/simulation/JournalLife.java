package io.semj.recovery.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.JournalConfig;
import io.semj.core.RetryPolicy;
import io.semj.core.RingPlacement;
import io.semj.core.SegmentIo;
import io.semj.core.SemanticJournal;
import io.semj.core.SyncPolicy;
import io.semj.core.WaitMode;
import io.semj.error.JournalException;
import io.semj.event.SemanticEvent;
import io.semj.format.BlockCompression;
import io.semj.format.ChainMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;

/** One opening of a journal: events go in, some are waited for, until it is closed or fails. */
final class JournalLife {
  static final String DIRECTORY = "/data/journal";

  private static final List<BlockCompression> COMPRESSIONS =
      List.of(BlockCompression.NONE, BlockCompression.ZLIB, BlockCompression.LZ4);
  private final Dice dice;
  private final Promises promises;
  private final Duration patience;
  private final List<Thread> threads = new ArrayList<>();
  private final List<CompletableFuture<Void>> futures = new ArrayList<>();
  private final JournalConfig config;
  private JournalException failure;

  /** One whose calls wait so long at most. */
  JournalLife(SimulatedFileSystem system, Dice dice, Promises promises, Duration patience) {
    this.patience = patience;
    this.dice = dice;
    this.promises = promises;
    this.config = config(system.getPath(DIRECTORY));
  }

  private JournalConfig config(Path directory) {
    RetryPolicy retry =
        RetryPolicy.standard()
            .withRetries(dice.below(2), Duration.ZERO, 1, Duration.ZERO)
            .withBreaker(3, Duration.ofMillis(5));
    return JournalConfig.builder(directory)
        .segmentIo(SegmentIo.CHANNEL)
        .maxSegmentBytes(1 << 20)
        .kernelCompatibility(false)
        .ringPlacement(dice.oneOf(List.of(RingPlacement.PRIVATE, RingPlacement.AUTO)))
        .ringSize(64)
        .slotBytes(256)
        .batchSize(1 + dice.below(64))
        .syncPolicy(dice.oneOf(List.of(SyncPolicy.values())))
        .flushInterval(Duration.ofMillis(1 + dice.below(10)))
        .compression(dice.oneOf(COMPRESSIONS))
        .chainMode(dice.oneOf(List.of(ChainMode.values())))
        .waitStrategy(dice.oneOf(List.of(WaitMode.SLEEPING, WaitMode.BLOCKING)))
        .retry(retry)
        .overflowTimeout(patience)
        .closeTimeout(patience)
        .threadFactory(remembering())
        .errorHandler(error -> {})
        .build();
  }

  private ThreadFactory remembering() {
    return work -> {
      Thread thread = new Thread(work, "simulated");
      thread.setDaemon(true);
      threads.add(thread);
      return thread;
    };
  }

  /**
   * Opens, emits so many times, closes.
   *
   * @return whether all went well; else {@link #failure()} says what did not
   */
  boolean live(int emissions) {
    try (SemanticJournal journal = SemanticJournal.open(config)) {
      for (int i = 0; i < emissions && journal.status().failure().isEmpty(); i++) {
        act(journal);
      }
    } catch (JournalException e) {
      failure = e;
    }
    for (Thread thread : threads) {
      assertThat(thread.isAlive()).as("thread still runs: " + failure).isFalse();
    }
    assertThat(futures).as("futures of durable events").allMatch(CompletableFuture::isDone);
    if (failure == null) {
      promises.acknowledged(promises.last());
    }
    return failure == null;
  }

  JournalException failure() {
    return failure;
  }

  private void act(SemanticJournal journal) {
    long number = Math.abs(dice.seed());
    switch (dice.below(12)) {
      case 0 -> emitGroup(journal, number);
      case 1 -> emitDurably(journal, number);
      case 2 -> awaitAll(journal);
      case 3 -> createCheckpoint(journal);
      default -> promises.emitted(journal.emitEvent(NumberedEvents.of(number)), number);
    }
  }

  private void emitGroup(SemanticJournal journal, long number) {
    List<SemanticEvent> group = new ArrayList<>();
    int size = 1 + dice.below(5);
    for (int i = 0; i < size; i++) {
      group.add(NumberedEvents.of(number + i).build());
    }
    if (group.stream().mapToInt(e -> e.payload().length).sum() < config.maxSegmentBytes() / 3) {
      promises.emitted(journal.emitEventsAtomic(group), number);
    }
  }

  private void emitDurably(SemanticJournal journal, long number) {
    var durable = journal.emitEventDurable(NumberedEvents.of(number));
    promises.emitted(promises.last() + 1, number);
    futures.add(durable.thenAccept(promises::acknowledged));
    if (dice.chance(0.5)) {
      awaitAll(journal);
    }
  }

  private void awaitAll(SemanticJournal journal) {
    if (promises.last() > 0) {
      journal.awaitDurable(promises.last(), patience);
      promises.acknowledged(promises.last());
    }
  }

  /** Waits for events without a limit, so not on a disk that stays full. */
  private void createCheckpoint(SemanticJournal journal) {
    if (patience.toSeconds() > 0) {
      journal.createCheckpoint(out -> Snapshots.write(out, promises.last()));
      promises.checkpointed(promises.last());
    }
  }
}
