package io.semj.core.engine;

import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.Sequencer;
import io.semj.core.JournalConfig;
import io.semj.core.SegmentIo;
import io.semj.core.engine.EventRing.EmissionLimits;
import io.semj.core.metrics.MetricsRecorder;
import io.semj.core.ring.SlotSizes;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentAppender;
import io.semj.core.storage.StorageRetry;
import io.semj.format.SegmentHeader;
import io.semj.format.SegmentIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ring, overflow control and writer without the threads that watch the disk, so that a test decides
 * when there is space.
 */
final class WriterRig implements AutoCloseable {
  static final int MEMORY_LIMIT = 1 << 20;

  final JournalConfig config;
  final Lifecycle lifecycle = new Lifecycle(() -> {});
  final MetricsRecorder metrics = new MetricsRecorder();
  final SpaceMonitor space;
  final Sequencer sequencer;
  final AtomicInteger stalls = new AtomicInteger();
  final LargeBufferPool pool;
  final OverflowControl overflow;
  final EventRing ring;
  final WriterLoop loop;
  final ByteBuffer slots;
  private final SegmentAppender segment;
  private final Thread sealer;
  private final Thread writer;

  WriterRig(JournalConfig config) {
    this(config, LargeMemory.PRIVATE);
  }

  WriterRig(JournalConfig config, LargeMemory largeMemory) {
    this.config = config;
    pool = new LargeBufferPool(MEMORY_LIMIT, largeMemory);
    space = new SpaceMonitor(config.directory());
    RingSequencing sequencing = RingSequencing.of(config);
    sequencer = sequencing.sequencer();
    Sequence released = new Sequence();
    sequencer.addGatingSequences(released);
    SlotSizes sizes = SlotSizes.of(config.ringCapacity(), config.slotBytes());
    slots = RingMemory.allocate(sizes);
    RingMemory memory = new RingMemory(slots, sizes);
    overflow = new OverflowControl(sequencer, pool, config, lifecycle, space, metrics);
    ring =
        new EventRing(
            sequencer,
            memory,
            overflow,
            pool,
            lifecycle,
            metrics,
            config,
            new EmissionLimits(1, MEMORY_LIMIT));
    DurabilityTracker durability = new DurabilityTracker(0, lifecycle);
    loop =
        new WriterLoop(
            sequencing,
            released,
            memory,
            pool,
            overflow,
            lifecycle,
            durability,
            metrics,
            config,
            1);
    SegmentIdentity identity = SegmentIdentity.first(UUID.randomUUID(), 1);
    segment = begin(identity);
    loop.writeTo(
        new BlockWriter(
            segment,
            JournalPosition.startOf(identity),
            new SegmentSupply(),
            new SegmentCatalog(),
            this::stall,
            new StorageRetry(config.retry(), metrics),
            space,
            metrics,
            config));
    sealer = new Thread(this::seal, "rig-sealer");
    loop.sealer().runOn(sealer);
    writer = new Thread(this::write, "rig-writer");
  }

  private SegmentAppender begin(SegmentIdentity identity) {
    try {
      SegmentAppender begun =
          SegmentAppender.prepare(
              JournalDirectory.create(config.directory()),
              SegmentIo.CHANNEL,
              config.maxSegmentBytes());
      begun.begin(SegmentHeader.live(identity, config.compression()));
      return begun;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean stall(int round) {
    stalls.incrementAndGet();
    return loop.stall(round);
  }

  private void write() {
    try {
      loop.run();
    } catch (StoppedException expected) {
      // The test stopped it.
    }
  }

  private void seal() {
    loop.sealer().run();
  }

  void start() {
    writer.start();
  }

  /** Lets the writer write what is there, and ends. */
  @Override
  public void close() {
    space.full(false);
    if (lifecycle.beginClosing()) {
      lifecycle.closeBehind(sequencer.getCursor());
    }
    loop.alert();
    try {
      if (writer.getState() != Thread.State.NEW) {
        writer.join();
      }
      loop.sealer().stop();
      sealer.join();
      segment.close();
    } catch (InterruptedException | IOException e) {
      throw new AssertionError(e);
    }
  }
}
