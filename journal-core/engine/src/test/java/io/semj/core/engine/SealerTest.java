package io.semj.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.JournalConfig;
import io.semj.core.SegmentIo;
import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.Events;
import io.semj.core.metrics.MetricsRecorder;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentAppender;
import io.semj.core.storage.StorageRetry;
import io.semj.error.InternalJournalException;
import io.semj.event.SemanticEvent;
import io.semj.format.BlockCompression;
import io.semj.format.ChainMode;
import io.semj.format.RecordDescriptor;
import io.semj.format.SegmentHeader;
import io.semj.format.SegmentIdentity;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The test is the writer: it hands batches over, and has what goes wrong put right. */
class SealerTest {
  private static final int EVENTS = 20;
  private static final int MOST_EVENTS = 300;

  @TempDir private Path directory;
  private final Lifecycle lifecycle = new Lifecycle(() -> {});
  private final MetricsRecorder metrics = new MetricsRecorder();
  private final SegmentSupply supply = new SegmentSupply();
  private final AtomicInteger stalls = new AtomicInteger();
  private final List<Long> written = new ArrayList<>();
  private final List<SegmentAppender> opened = new ArrayList<>();
  private BlockWriter.Stall stall = round -> true;
  private JournalConfig config;
  private SpaceMonitor space;
  private BlockWriter blocks;
  private Sealer sealer;
  private Thread thread;
  private BlockAssembler batch = new BlockAssembler(1 << 16);
  private long next = 1;

  private void open(BlockCompression compression, int maxSegmentBytes) {
    config =
        JournalConfig.builder(directory)
            .compression(compression)
            .chainMode(ChainMode.SHA256)
            .maxSegmentBytes(maxSegmentBytes)
            .kernelCompatibility(false)
            .closeTimeout(Duration.ofSeconds(20))
            .build();
    space = new SpaceMonitor(directory);
    SegmentIdentity identity = SegmentIdentity.first(UUID.randomUUID(), 1);
    SegmentAppender segment = prepare();
    try {
      segment.begin(SegmentHeader.live(identity, compression));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    blocks =
        new BlockWriter(
            segment,
            JournalPosition.startOf(identity),
            supply,
            new SegmentCatalog(),
            this::stall,
            new StorageRetry(config.retry(), metrics),
            space,
            metrics,
            config);
    blocks.tell(
        group -> {
          synchronized (written) {
            written.add(group.lastSequence());
          }
        });
    sealer = new Sealer(blocks, lifecycle, config, MOST_EVENTS);
    thread = new Thread(sealer::run, "test-sealer");
    sealer.runOn(thread);
    assertThat(sealer.isReady()).isTrue();
  }

  private SegmentAppender prepare() {
    try {
      SegmentAppender prepared =
          SegmentAppender.prepare(
              JournalDirectory.create(directory), SegmentIo.CHANNEL, config.maxSegmentBytes());
      opened.add(prepared);
      return prepared;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private boolean stall(int round) {
    stalls.incrementAndGet();
    return stall.pause(round);
  }

  @AfterEach
  void close() throws IOException, InterruptedException {
    sealer.stop();
    thread.join();
    for (SegmentAppender segment : opened) {
      segment.close();
    }
  }

  /** Fills the batch with the next events; what the batch before it left behind is gone. */
  private void fill(long dropped) {
    next += dropped;
    long first = next;
    for (int i = 0; i < EVENTS; i++) {
      SemanticEvent event = Events.of(0, (int) next).build();
      byte[] record = new byte[event.encode()];
      event.image().getBytes(0, record);
      UnsafeBuffer bytes = new UnsafeBuffer(record);
      bytes.putLong(RecordDescriptor.SEQUENCE_OFFSET, next, ByteOrder.LITTLE_ENDIAN);
      bytes.putLong(RecordDescriptor.USERSPACE_SEQUENCE_OFFSET, next, ByteOrder.LITTLE_ENDIAN);
      batch.add(bytes, 0, record.length, 1);
      next++;
    }
    batch.place(first, dropped, 0);
    batch.complete(2);
  }

  private boolean hand() {
    fill(0);
    return handFilled();
  }

  private boolean handFilled() {
    BlockAssembler empty = sealer.hand(batch);
    if (empty == null) {
      return false;
    }
    assertThat(empty.isEmpty()).isTrue();
    batch = empty;
    return true;
  }

  private void assertOnDisk(long last) {
    DiskView.blocks(directory); // which checks the chain
    List<SemanticEvent> events = DiskView.events(directory);
    DiskView.assertSequences(events, 1, last);
    for (SemanticEvent event : events) {
      assertThat(event.payload()).isEqualTo(Events.payload(0, (int) event.sequence()));
    }
  }

  @ParameterizedTest
  @EnumSource(BlockCompression.class)
  void shouldWriteAllBatchesInTheirOrder(BlockCompression compression) {
    open(compression, 64 << 20);
    for (int i = 0; i < 200; i++) {
      assertThat(hand()).isTrue();
    }
    assertThat(sealer.drain()).isTrue();
    assertThat(sealer.isBusy()).isFalse();
    assertOnDisk(200 * EVENTS);
    assertThat(written).isSorted().hasSizeLessThan(200).endsWith(200L * EVENTS);
    assertThat(metrics.snapshot(0, 0, 0, 0, System.nanoTime()).batches().count()).isEqualTo(200);
  }

  @Test
  void shouldWriteManyBlocksAtOnceButTellBeforeTheRingIsHeldTooLong() {
    open(BlockCompression.NONE, 64 << 20);
    for (int i = 0; i < 200; i++) {
      hand();
    }
    sealer.drain();
    long before = 0;
    for (long last : written) {
      assertThat(last - before).isBetween(1L, (long) MOST_EVENTS + EVENTS);
      before = last;
    }
  }

  @Test
  void shouldWriteNothingThatIsTooLittleBeforeItIsDrained() {
    open(BlockCompression.NONE, 64 << 20);
    hand();
    assertThat(sealer.isBusy()).isTrue();
    assertThat(sealer.firstUnwritten()).isEqualTo(1);
    assertThat(sealer.drain()).isTrue();
    assertOnDisk(EVENTS);
  }

  @Test
  void shouldHaveTheWriterGoOnInTheNextSegment() {
    open(BlockCompression.NONE, 1 << 20);
    stall =
        round -> {
          supply.offer(prepare());
          return true;
        };
    for (int i = 0; i < 300; i++) {
      assertThat(hand()).isTrue();
    }
    assertThat(sealer.drain()).isTrue();
    assertThat(DiskView.segments(directory)).hasSizeGreaterThan(2);
    assertOnDisk(300 * EVENTS);
  }

  @Test
  void shouldWaitForSpaceAndLoseNothing() {
    open(BlockCompression.LZ4, 64 << 20);
    for (int i = 0; i < 5; i++) {
      hand();
    }
    space.full(true);
    stall =
        round -> {
          space.full(round < 3);
          return true;
        };
    for (int i = 5; i < 100; i++) {
      assertThat(hand()).isTrue();
    }
    assertThat(sealer.drain()).isTrue();
    assertThat(stalls).hasPositiveValue();
    assertOnDisk(100 * EVENTS);
  }

  @Test
  void shouldGiveUpAllThatIsNotWrittenAndTakeItAgain() {
    open(BlockCompression.NONE, 64 << 20);
    for (int i = 0; i < 50; i++) {
      hand();
    }
    assertThat(sealer.drain()).isTrue();
    long kept = next;
    space.full(true);
    stall = round -> false;
    fill(7);
    boolean given = handFilled();
    while (given) {
      given = hand();
    }
    assertThat(sealer.firstUnwritten()).isEqualTo(kept + 7);
    assertThat(sealer.forget()).isEqualTo(7);
    assertThat(sealer.isBusy()).isFalse();

    space.full(false);
    batch.clear();
    next = kept;
    fill(7);
    assertThat(handFilled()).isTrue();
    for (int i = 0; i < 40; i++) {
      assertThat(hand()).isTrue();
    }
    assertThat(sealer.drain()).isTrue();
    assertThat(DiskView.blocks(directory).stream().mapToLong(DiskView.Block::droppedBefore).sum())
        .isEqualTo(7);
    assertThat(DiskView.events(directory)).hasSize((50 + 41) * EVENTS);
  }

  /** A block that is to be on disk. */
  private record Intended(long first, long dropped) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void shouldHaveEachBatchOnDiskOnceWhateverIsGivenUpInBetween(long seed) {
    open(BlockCompression.NONE, 2 << 20);
    Random random = new Random(seed);
    stall =
        round -> {
          space.full(random.nextInt(3) > 0);
          if (!supply.isServed()) {
            supply.offer(prepare());
          }
          return random.nextInt(5) > 0;
        };
    Deque<Intended> intended = new ArrayDeque<>();
    long dropped = 0;
    for (int step = 0; step < 2_000; step++) {
      space.full(space.isFull() || random.nextInt(100) == 0);
      fill(dropped);
      intended.add(new Intended(batch.firstSequence(), dropped));
      dropped = random.nextInt(20) == 0 ? random.nextInt(9) : 0;
      boolean held = handFilled() && (random.nextInt(50) > 0 || sealer.drain());
      if (!held) {
        dropped = takeAgain(intended);
      }
    }
    while (!sealer.drain()) {
      dropped = takeAgain(intended);
    }
    List<Intended> written =
        DiskView.blocks(directory).stream()
            .map(block -> new Intended(block.firstSequence(), block.droppedBefore()))
            .toList();
    assertThat(written).as("seed %d", seed).containsExactlyElementsOf(intended);
    assertThat(intended.size()).isGreaterThan(500);
    assertThat(stalls).hasPositiveValue();
  }

  /** The writer goes back to the first event that was given up; returns what was dropped there. */
  private long takeAgain(Deque<Intended> intended) {
    long first = sealer.firstUnwritten();
    long dropped = sealer.forget();
    Intended last;
    do {
      last = intended.removeLast();
    } while (last.first() != first);
    assertThat(last.dropped()).isEqualTo(dropped);
    next = first - dropped;
    batch.clear();
    return dropped;
  }

  @Test
  void shouldEndWithTheJournalThatFails() throws InterruptedException {
    open(BlockCompression.NONE, 64 << 20);
    hand();
    lifecycle.fail(new InternalJournalException("told to", null));
    assertThatThrownBy(sealer::drain).isInstanceOf(StoppedException.class);
    sealer.stop();
    thread.join();
  }

  @Test
  void shouldLeaveTheWriterAloneWhereNoThreadCanBeStarted() {
    open(BlockCompression.NONE, 64 << 20);
    Sealer without = new Sealer(blocks, lifecycle, config, MOST_EVENTS);
    assertThat(without.isReady()).isFalse();
    without.runOn(
        new Thread() {
          @Override
          public synchronized void start() {
            throw new OutOfMemoryError("unable to create native thread");
          }
        });
    assertThat(without.isReady()).isFalse();
    assertThat(without.isReady()).isFalse();
    assertThat(without.isBusy()).isFalse();
    assertThat(without.drain()).isTrue();
  }
}
