package io.semj.core.engine;

import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.Sequencer;
import io.semj.core.JournalConfig;
import io.semj.core.JournalMetrics;
import io.semj.core.JournalReader;
import io.semj.core.JournalState;
import io.semj.core.JournalStatus;
import io.semj.core.ProducerMode;
import io.semj.core.SemanticJournal;
import io.semj.core.checkpoint.Checkpoint;
import io.semj.core.checkpoint.CheckpointReplay;
import io.semj.core.checkpoint.SnapshotSource;
import io.semj.core.checkpoint.StateTarget;
import io.semj.core.engine.EventRing.EmissionLimits;
import io.semj.core.engine.JournalOpener.OpenFiles;
import io.semj.core.metrics.MetricsRecorder;
import io.semj.core.ring.SlotDescriptor;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.SegmentAppender;
import io.semj.core.storage.StorageRetry;
import io.semj.error.EventDroppedException;
import io.semj.error.JournalException;
import io.semj.event.EmittableEvent;
import io.semj.event.EventPriority;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The journal: wires the parts together and turns calls into work for them. */
final class RunningJournal implements SemanticJournal {
  private static final long STORE_BUFFER_NANOS = 1_000_000;

  private final JournalConfig config;
  private final JournalDirectory directory;
  private final boolean ringSurvives;
  private final long firstSequence;
  private final Sequencer sequencer;
  private final Sequence released = new Sequence();
  private final Lifecycle lifecycle = new Lifecycle(this::onFailure);
  private final SegmentSupply supply = new SegmentSupply();
  private final SegmentCatalog catalog;
  private final SpaceMonitor space;
  private final MetricsRecorder metrics = new MetricsRecorder(System.nanoTime());
  private final DurabilityTracker durability;
  private final StorageRetry writerRetry;
  private final StorageRetry keeperRetry;
  private final EventRing ring;
  private final WriterLoop loop;
  private final BlockWriter blocks;
  private final Checkpointer checkpointer;
  private final AutomaticCheckpoints automatic;
  private final JournalThreads threads;

  private RunningJournal(
      JournalConfig config, JournalDirectory directory, OpenFiles files, SegmentCatalog catalog) {
    this.config = config;
    this.directory = directory;
    this.catalog = catalog;
    this.ringSurvives = files.ring().survives();
    this.firstSequence = files.start().sequence() + files.lost() + 1;
    this.space = new SpaceMonitor(directory.path());
    RingSequencing sequencing = RingSequencing.of(config);
    this.sequencer = sequencing.sequencer();
    this.durability = new DurabilityTracker(files.start().sequence(), lifecycle);
    this.writerRetry = new StorageRetry(config.retry(), metrics);
    this.keeperRetry = new StorageRetry(config.retry(), metrics);
    RingMemory memory = new RingMemory(files.ring().slots(), RingStore.sizes(config));
    LargeBufferPool pool =
        new LargeBufferPool(RingStore.largeBufferLimit(config), files.ring().large());
    OverflowControl overflow =
        new OverflowControl(sequencer, pool, config, lifecycle, space, metrics);
    sequencer.addGatingSequences(released);
    this.ring =
        new EventRing(
            sequencer,
            memory,
            overflow,
            pool,
            lifecycle,
            metrics,
            config,
            new EmissionLimits(firstSequence, RingStore.largestEvent(config)));
    this.loop =
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
            firstSequence);
    this.blocks =
        new BlockWriter(
            files.segment(),
            files.start(),
            supply,
            catalog,
            loop::stall,
            writerRetry,
            space,
            metrics,
            config);
    loop.writeTo(blocks);
    loop.beginBehind(files.lost());
    loop.noteSettledWith(files.ring()::settled);
    Syncer syncer =
        new Syncer(
            blocks::written,
            this::writtenSequence,
            lifecycle,
            supply,
            durability,
            files.mark(),
            files.start(),
            catalog,
            metrics,
            config);
    durability.syncWith(syncer, this::writtenSequence);
    this.checkpointer =
        new Checkpointer(
            directory.path(),
            files.segment().header().identity().journalId(),
            files.checkpoints(),
            this::emitted,
            this::requireDurable,
            syncer::durablePosition,
            blocks::kernelSequence,
            lifecycle,
            space,
            metrics,
            config);
    Housekeeper housekeeper =
        new Housekeeper(
            directory,
            blocks::segment,
            this::emitted,
            supply,
            catalog,
            space,
            keeperRetry,
            metrics,
            config,
            lifecycle);
    blocks.checkpointsFrom(checkpointer::lastSequence);
    this.automatic = new AutomaticCheckpoints(checkpointer, lifecycle, metrics, config);
    this.threads =
        new JournalThreads(
            config,
            lifecycle,
            loop,
            syncer,
            housekeeper,
            blocks,
            supply,
            space,
            new RingEnd(files.ring(), sequencer, released, config.producerMode()),
            files);
  }

  static RunningJournal start(
      JournalConfig config, JournalDirectory directory, OpenFiles files, SegmentCatalog catalog) {
    RunningJournal journal = new RunningJournal(config, directory, files, catalog);
    Runnable wakeWriter = journal.threads::wakeWriter;
    journal.ring.wakeWriterWith(wakeWriter);
    journal.ring.awaitWith(
        new WrittenGate(
            journal.loop::settled,
            journal.lifecycle,
            wakeWriter,
            config.overflowTimeout().toNanos()));
    // The files are the caller's until all threads run: what cannot be started closes none of them.
    journal.automatic.start();
    try {
      journal.threads.start();
      return journal;
    } catch (RuntimeException | Error e) {
      journal.automatic.interrupt();
      journal.automatic.join();
      throw e;
    }
  }

  @Override
  public long emitEvent(EmittableEvent event) {
    return ring.emit(event, null, 0);
  }

  @Override
  public long emitEvent(EmittableEvent event, EventPriority priority) {
    return ring.emit(event, priority, 0);
  }

  @Override
  public long[] emitEventsAtomic(List<? extends EmittableEvent> events) {
    if (events.isEmpty()) {
      throw new IllegalArgumentException("an atomic group needs an event");
    }
    return ring.emitGroup(events);
  }

  @Override
  public CompletableFuture<Long> emitEventDurable(EmittableEvent event) {
    long sequence = ring.emit(event, null, SlotDescriptor.KEEP);
    if (sequence == DROPPED) {
      return CompletableFuture.failedFuture(
          new EventDroppedException("event was dropped: policy=" + config.overflowPolicy()));
    }
    CompletableFuture<Long> future = durability.future(sequence);
    threads.wakeWriter();
    return future;
  }

  @Override
  public void awaitDurable(long sequence, Duration timeout) {
    threads.requireOther("awaitDurable");
    if (sequence < 1) {
      throw new IllegalArgumentException(
          "no event has this sequence: sequence=" + sequence + ", first=1");
    }
    threads.wakeWriter();
    durability.await(sequence, emitted(), TimeUnit.NANOSECONDS.convert(timeout));
  }

  @Override
  public long flush() {
    threads.requireOther("flush");
    lifecycle.requireOpen();
    requireDurable(emitted());
    return durability.durable();
  }

  /** Waits without a limit. */
  private void requireDurable(long sequence) {
    threads.wakeWriter();
    durability.await(sequence, emitted(), Long.MAX_VALUE);
  }

  @Override
  public Checkpoint createCheckpoint() {
    threads.requireOther("createCheckpoint");
    return checkpointer.create();
  }

  @Override
  public Checkpoint createCheckpoint(SnapshotSource source) {
    threads.requireOther("createCheckpoint");
    return checkpointer.create(source);
  }

  @Override
  public void checkpointWith(SnapshotSource source) {
    lifecycle.requireOpen();
    checkpointer.use(source);
  }

  @Override
  public List<Checkpoint> listCheckpoints() {
    return checkpointer.list();
  }

  @Override
  public long recoverFromCheckpoint(Checkpoint checkpoint, StateTarget target) {
    return CheckpointReplay.run(directory.path(), checkpoint, target, writtenSequence());
  }

  @Override
  public JournalReader reader(long fromSequence) {
    return JournalReader.open(directory.path(), fromSequence);
  }

  /** The last sequence given out; claims behind the end were refused. */
  private long emitted() {
    return firstSequence + lastClaimed();
  }

  /**
   * A single producer publishes without a memory fence and then looks whether the journal is open.
   * If it has not seen the closing yet, its publication is still on the way from its processor's
   * store buffer: that takes well under a microsecond.
   */
  private static void letPublicationsBeSeen() {
    long until = System.nanoTime() + STORE_BUFFER_NANOS;
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }

  private long lastClaimed() {
    return Math.min(sequencer.getCursor(), lifecycle.lastRingSequence());
  }

  @Override
  public long writtenSequence() {
    return firstSequence + loop.settled();
  }

  @Override
  public long durableSequence() {
    return durability.durable();
  }

  @Override
  public JournalStatus status() {
    long durable = durability.durable();
    long settled = writtenSequence();
    long emitted = emitted();
    SegmentAppender live = blocks.segment();
    return new JournalStatus(
        state(),
        emitted,
        settled,
        durable,
        catalog.firstSequence(live.header().identity().firstSequence()),
        catalog.count() + 1,
        live.path().getFileName().toString(),
        journalBytes(live),
        Math.max(0, lastClaimed() - loop.settled()),
        sequencer.getBufferSize(),
        ringSurvives,
        Optional.ofNullable(lifecycle.failure()),
        writerRetry.isOpen() || keeperRetry.isOpen(),
        checkpointer.status());
  }

  private JournalState state() {
    return switch (lifecycle.state()) {
      case Lifecycle.CLOSING -> JournalState.CLOSING;
      case Lifecycle.CLOSED -> JournalState.CLOSED;
      case Lifecycle.FAILED -> JournalState.FAILED;
      default -> space.state();
    };
  }

  private long journalBytes(SegmentAppender live) {
    return catalog.bytes() + live.position();
  }

  @Override
  public JournalMetrics metrics() {
    SegmentAppender live = blocks.segment();
    double utilization = (double) live.position() / config.maxSegmentBytes();
    return metrics.snapshot(
        emitted() - firstSequence + 1,
        loop.persisted(),
        journalBytes(live),
        utilization,
        System.nanoTime());
  }

  @Override
  public void resetMetrics() {
    metrics.reset(emitted() - firstSequence + 1, loop.persisted(), System.nanoTime());
  }

  @Override
  public JournalConfig config() {
    return config;
  }

  private void onFailure() {
    JournalException cause = lifecycle.failure();
    lifecycle.closeBehind(sequencer.getCursor());
    metrics.error(cause.category());
    metrics.failed(Math.max(0, sequencer.getCursor() - loop.settled()));
    loop.alert();
    durability.failWaiting();
    config.report(cause);
  }

  @Override
  public void close() {
    threads.requireOther("close");
    automatic.requireOther("close");
    boolean first = lifecycle.beginClosing();
    if (first) {
      if (config.producerMode() == ProducerMode.SINGLE) {
        letPublicationsBeSeen();
      }
      lifecycle.closeBehind(sequencer.getCursor());
    }
    automatic.interrupt();
    checkpointer.awaitPublished();
    try {
      threads.close();
    } finally {
      durability.failWaiting();
      automatic.join();
    }
  }
}
