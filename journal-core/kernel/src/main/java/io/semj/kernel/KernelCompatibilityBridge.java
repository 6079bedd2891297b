package io.semj.kernel;

import io.semj.core.ProducerMode;
import io.semj.core.SemanticJournal;
import io.semj.error.ConfigurationException;
import io.semj.error.JournalClosedException;
import io.semj.error.JournalException;
import io.semj.error.MalformedKernelEventException;
import io.semj.error.MalformedKernelEventException.Reason;
import io.semj.error.UnsupportedFeatureException;
import io.semj.error.VersionMismatchException;
import io.semj.event.EmittableEvent;
import io.semj.event.KernelEventDecoder;
import io.semj.event.SemanticEvent;
import io.semj.format.KernelJournalHeader;
import io.semj.format.RecordDescriptor;
import io.semj.format.RecordFlyweight;
import io.semj.kernel.KernelSynchronizer.Round;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The bridge between a journal of this library and that of VexFS's kernel module: converts events
 * both ways to the byte, imports the kernel's events into the journal, and exports the journal's to
 * the kernel.
 *
 * <p>What it may do is the {@link CompatibilityMode}'s matter; anything else is refused with an
 * {@link UnsupportedFeatureException}. All methods may be called by any thread; synchronisations
 * are done one at a time. Every method throws {@link JournalClosedException} after {@link #close}.
 */
public final class KernelCompatibilityBridge implements AutoCloseable {
  private final KernelBridgeConfig config;
  private final BridgeCounters counters = new BridgeCounters();
  private final ThreadLocal<KernelConverter> converters;
  private final ThreadLocal<KernelEventDecoder> decoders =
      ThreadLocal.withInitial(KernelEventDecoder::new);
  private final ReentrantLock syncing = new ReentrantLock();
  private final Optional<SemanticJournal> journal;
  private final Optional<KernelSynchronizer> synchronizer;
  private final Optional<ResyncThread> resync;
  private volatile long sequenceOffset;
  private volatile Optional<SequenceDrift> lastDrift = Optional.empty();
  private volatile boolean closed;

  private KernelCompatibilityBridge(KernelBridgeConfig config, Optional<SemanticJournal> journal) {
    this.config = config;
    this.journal = journal;
    this.converters = ThreadLocal.withInitial(() -> new KernelConverter(config.overflow()));
    this.synchronizer = journal.map(opened -> new KernelSynchronizer(config, opened, counters));
    this.resync =
        journal
            .filter(opened -> !config.resyncInterval().isZero())
            .map(opened -> ResyncThread.start(opened, config, this::syncWithKernel));
  }

  /**
   * A bridge that converts, and tells of the kernel's journal, but belongs to no journal.
   *
   * @param config how it works
   * @return the bridge
   */
  public static KernelCompatibilityBridge open(KernelBridgeConfig config) {
    return new KernelCompatibilityBridge(config, Optional.empty());
  }

  /**
   * A bridge to a journal, to be closed before it.
   *
   * @param config how it works
   * @param journal that is open; no other bridge may import into it
   * @return the bridge
   * @throws ConfigurationException when the journal and the configuration do not go together
   */
  public static KernelCompatibilityBridge open(KernelBridgeConfig config, SemanticJournal journal) {
    boolean ownThread = !config.resyncInterval().isZero();
    if (ownThread && journal.config().producerMode() == ProducerMode.SINGLE) {
      throw new ConfigurationException(
          "resyncInterval", "zero with a journal for a single producer", config.resyncInterval());
    }
    return new KernelCompatibilityBridge(config, Optional.of(journal));
  }

  /**
   * The kernel's form of an event, with the timestamp it has. An event that was imported gets back
   * the timestamp that it had in the kernel.
   *
   * @param event any
   * @return its bytes
   * @throws io.semj.error.KernelLimitException when the kernel's form cannot hold it, naming the
   *     field and the sizes; also when it is to be carried in metadata and does not fit that
   * @throws io.semj.error.SerializationException when a text of it is none in the kernel's form
   * @throws UnsupportedFeatureException in a mode that does not convert this way
   */
  public byte[] convertToKernelFormat(SemanticEvent event) {
    return encoded(KernelConverter.record(event)).toByteArray();
  }

  /**
   * As the other method of this name, without allocating.
   *
   * @param record of the event
   * @param target where to put the bytes
   * @param offset in it
   * @return how many there are
   * @throws IndexOutOfBoundsException when the target has no room for them
   */
  public int convertToKernelFormat(RecordFlyweight record, MutableDirectBuffer target, int offset) {
    KernelConverter converter = encoded(record);
    int length = converter.length();
    target.putBytes(offset, converter.image(), 0, length);
    return length;
  }

  private KernelConverter encoded(RecordFlyweight record) {
    require(config.mode().convertsToKernel(), "convert to the kernel's form");
    KernelConverter converter = converters.get();
    try {
      converter.toKernel(record, 0);
    } catch (JournalException e) {
      counters.refused.increment();
      throw e;
    }
    counters.toKernel.increment();
    return converter;
  }

  /**
   * The event of kernel bytes, with the kernel's identity and the kernel's timestamp.
   *
   * @param bytes of exactly one event
   * @return the event
   * @throws MalformedKernelEventException when they are none, naming offset and reason
   * @throws UnsupportedFeatureException in a mode that does not convert this way
   */
  public SemanticEvent convertFromKernelFormat(byte[] bytes) {
    KernelEventDecoder decoder = decoders.get();
    decode(decoder, new UnsafeBuffer(bytes), 0, bytes.length);
    if (decoder.kernelLength() != bytes.length) {
      counters.malformed.increment();
      throw new MalformedKernelEventException(
          Reason.SIZES,
          "event_size",
          RecordDescriptor.EVENT_SIZE_OFFSET,
          bytes.length,
          decoder.kernelLength());
    }
    EmittableEvent event = converters.get().unpacked(decoder);
    return event instanceof SemanticEvent unpacked ? unpacked : decoder.toEvent();
  }

  /**
   * Decodes kernel bytes without allocating. What an event may carry in its metadata stays there.
   *
   * @param decoder of the caller, which takes the event
   * @param buffer that holds it
   * @param offset of its first byte
   * @param available bytes from there on
   * @return its length
   * @throws MalformedKernelEventException when there is none, naming offset and reason
   */
  public int convertFromKernelFormat(
      KernelEventDecoder decoder, DirectBuffer buffer, int offset, int available) {
    decode(decoder, buffer, offset, available);
    return decoder.kernelLength();
  }

  private void decode(KernelEventDecoder decoder, DirectBuffer buffer, int offset, int available) {
    require(config.mode().convertsFromKernel(), "convert from the kernel's form");
    try {
      decoder.decode(buffer, offset, available);
    } catch (MalformedKernelEventException e) {
      counters.malformed.increment();
      throw e;
    }
    counters.fromKernel.increment();
  }

  /**
   * Refuses a kernel whose journal this library cannot read or write.
   *
   * @param version of the kernel's journal
   * @throws VersionMismatchException when its major version is another one
   */
  public void verifyCompatibility(KernelVersion version) {
    requireOpen();
    int major = KernelVersion.CURRENT.major();
    if (version.major() != major) {
      throw new VersionMismatchException(
          "kernel journal has another version: version=" + version, major, major, version.major());
    }
  }

  /**
   * Whether the kernel's journal can be read, or written to where that is all this bridge does.
   *
   * @return false also when none was configured, and in minimal mode
   */
  public boolean isKernelAvailable() {
    return getKernelStatus().available();
  }

  /**
   * What is known of the kernel's journal. A file is opened for this and its header is read; a
   * device is left alone.
   *
   * @return the status
   */
  public KernelJournalStatus getKernelStatus() {
    requireOpen();
    Optional<Path> place = config.mode().imports() ? config.source() : config.sink();
    String problem = place.isPresent() ? "" : "no kernel journal is configured";
    Optional<KernelJournalHeader> header = Optional.empty();
    boolean device = false;
    long bytes = 0;
    if (place.isPresent()) {
      try {
        Path path = KernelJournal.resolve(place.get());
        device = !Files.isRegularFile(path);
        if (device) {
          problem = Files.isReadable(path) || Files.isWritable(path) ? "" : "permission denied";
        } else {
          KernelFileLook look = KernelFileLook.at(path);
          header = look.header();
          bytes = look.bytes();
        }
      } catch (JournalException e) {
        problem = e.getMessage();
      }
    }
    return new KernelJournalStatus(
        config.mode(),
        place,
        problem.isEmpty(),
        problem,
        device,
        bytes,
        header,
        synchronizer.map(s -> s.last().sequence()).orElse(0L),
        synchronizer.map(KernelSynchronizer::exported).orElse(0L),
        lastDrift);
  }

  /**
   * Compares the journal's sequences with the kernel's. Drift is corrected, by importing what is
   * missing, where that is allowed; else the listener is alerted.
   *
   * @return what was found and done
   * @throws UnsupportedFeatureException in a mode that does not import, or without a journal or a
   *     kernel's
   * @throws JournalException when the kernel's journal or the journal cannot be used
   */
  public SequenceSync syncSequences() {
    return synchronised(
        () -> {
          require(config.mode().imports() && config.source().isPresent(), "compare sequences");
          Round round = requireJournal().importNew(config.correctsDrift(), config.correctsDrift());
          SequenceSync result = conclude(round, config.correctsDrift());
          requireJournal().remember();
          return result;
        });
  }

  /**
   * Imports the kernel's new events into the journal and exports the journal's events that are
   * flagged for the kernel, as far as mode and configuration provide for it. All of it is durable
   * when this returns. Interrupted anywhere, even by the end of the process, the next one goes on
   * without an event twice or one missing; only a device may get an event twice.
   *
   * @return what was done
   * @throws UnsupportedFeatureException in minimal mode, or without a journal
   * @throws MalformedKernelEventException when an event of the kernel's is none and may not be
   *     passed over; those before it are imported
   * @throws JournalException when the kernel's journal or the journal cannot be used
   */
  public KernelSyncResult syncWithKernel() {
    return synchronised(
        () -> {
          boolean imports = config.mode().imports() && config.source().isPresent();
          boolean exports = config.mode().exports() && config.sink().isPresent();
          require(imports || exports, "synchronise");
          KernelSynchronizer work = requireJournal();
          Round round = Round.NONE;
          if (imports) {
            round = work.importNew(true, config.correctsDrift());
            conclude(round, round.drift() != SequenceDrift.LOST || config.correctsDrift());
          }
          long exported = exports ? work.exportNew() : 0;
          work.remember();
          return new KernelSyncResult(
              round.drift(),
              round.imported(),
              imports ? work.skipped() : 0,
              exported,
              exports ? work.refused() : 0,
              work.last().sequence(),
              work.exported());
        });
  }

  /**
   * Imports the kernel's new events up to the end that its journal has, and waits for that: of a
   * pipe, until nobody writes to it any more. An event that is cut short there is malformed.
   * Exports nothing.
   *
   * @return what was done
   * @throws UnsupportedFeatureException in a mode that does not import, or without a journal or a
   *     kernel's
   * @throws MalformedKernelEventException when an event of the kernel's is none and may not be
   *     passed over; those before it are imported
   * @throws JournalException when the kernel's journal or the journal cannot be used
   */
  public KernelSyncResult importToEnd() {
    return synchronised(
        () -> {
          require(config.mode().imports() && config.source().isPresent(), "import");
          KernelSynchronizer work = requireJournal();
          Round round = work.importToEnd();
          conclude(round, round.drift() != SequenceDrift.LOST || config.correctsDrift());
          work.remember();
          return new KernelSyncResult(
              round.drift(),
              round.imported(),
              work.skipped(),
              0,
              0,
              work.last().sequence(),
              work.exported());
        });
  }

  /** Keeps what was found, and alerts when nothing could be done about it. */
  private SequenceSync conclude(Round round, boolean corrected) {
    long userspace = journal.orElseThrow().status().lastEmittedSequence();
    long kernel = round.kernelSequence();
    sequenceOffset = kernel - userspace;
    lastDrift = Optional.of(round.drift());
    SequenceSync found =
        new SequenceSync(
            round.drift(),
            round.missing(),
            kernel,
            round.before(),
            userspace,
            sequenceOffset,
            round.imported());
    if (round.drift() != SequenceDrift.NONE) {
      if (corrected) {
        counters.corrections.increment();
      } else {
        counters.alerts.increment();
        config.listener().onDrift(found);
      }
    }
    return found;
  }

  /**
   * The kernel's sequence that stands beside one of the journal's: the distance that the last ones
   * had when they were compared last is added. 64 bits wide, without overflow.
   *
   * @param userspaceSequence of the journal
   * @return the kernel's; the same number before the first comparison
   */
  public long adjustSequenceForKernel(long userspaceSequence) {
    return userspaceSequence + sequenceOffset;
  }

  /**
   * The journal's sequence that stands beside one of the kernel's.
   *
   * @param kernelSequence of the kernel
   * @return the journal's; the inverse of {@link #adjustSequenceForKernel}
   */
  public long adjustSequenceFromKernel(long kernelSequence) {
    return kernelSequence - sequenceOffset;
  }

  /**
   * Counts since the bridge was opened.
   *
   * @return a snapshot
   */
  public BridgeMetrics metrics() {
    return counters.snapshot();
  }

  /**
   * The configuration in force.
   *
   * @return what the bridge was opened with
   */
  public KernelBridgeConfig config() {
    return config;
  }

  private <T> T synchronised(Supplier<T> work) {
    syncing.lock();
    long begin = System.nanoTime();
    boolean done = false;
    try {
      requireOpen();
      counters.syncs.increment();
      T result = work.get();
      done = true;
      return result;
    } finally {
      counters.synced(System.nanoTime() - begin);
      if (!done) {
        counters.failedSyncs.increment();
      }
      syncing.unlock();
    }
  }

  private KernelSynchronizer requireJournal() {
    return synchronizer.orElseThrow(
        () -> new UnsupportedFeatureException("bridge belongs to no journal"));
  }

  private void require(boolean allowed, String what) {
    requireOpen();
    if (!allowed) {
      throw new UnsupportedFeatureException(
          "bridge does not do this: operation=" + what + ", mode=" + config.mode());
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new JournalClosedException("bridge is closed");
    }
  }

  /** Ends the automatic synchronisation and releases the kernel's journal. Again: does nothing. */
  @Override
  public void close() {
    resync.ifPresent(ResyncThread::close);
    syncing.lock();
    try {
      closed = true;
      synchronizer.ifPresent(KernelSynchronizer::close);
    } finally {
      syncing.unlock();
    }
  }
}
