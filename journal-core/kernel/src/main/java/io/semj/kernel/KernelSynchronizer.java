package io.semj.kernel;

import io.semj.core.JournalReader;
import io.semj.core.OverflowPolicy;
import io.semj.core.SemanticJournal;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.SegmentHead;
import io.semj.error.ConfigurationException;
import io.semj.error.MalformedKernelEventException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** Keeps one journal in step with a kernel's. Used by one thread at a time. */
final class KernelSynchronizer implements AutoCloseable {
  private static final long PATIENCE_NANOS = 1_000_000;

  private final KernelBridgeConfig config;
  private final SemanticJournal journal;
  private final JournalDirectory directory;
  private final UUID journalId;
  private final BridgeCounters counters;
  private final KernelConverter converter;
  private final KernelImporter importer;
  private KernelJournal stream;
  private KnownEvents streamKnown;
  private boolean known;
  private volatile ResumePoint last = ResumePoint.NOTHING;
  private volatile long exported;
  private long sinkLength;
  private long sinkEvents;
  private long skipped;
  private long refused;

  KernelSynchronizer(KernelBridgeConfig config, SemanticJournal journal, BridgeCounters counters) {
    this.config = config;
    this.journal = journal;
    this.counters = counters;
    Path path = journal.config().directory();
    this.directory = JournalDirectory.existing(path);
    this.journalId = SegmentHead.read(directory.segments().get(0)).identity().journalId();
    this.converter = new KernelConverter(config.overflow());
    this.importer = new KernelImporter(journal, converter);
    if (journal.config().overflowPolicy() == OverflowPolicy.DROP_OLDEST
        && config.mode().imports()) {
      throw new ConfigurationException(
          "overflowPolicy", "none that drops emitted events under an import", "DROP_OLDEST");
    }
  }

  /** What one round found and did to the kernel's events. */
  record Round(SequenceDrift drift, long missing, long kernelSequence, long before, long imported) {
    static final Round NONE = new Round(SequenceDrift.NONE, 0, 0, 0, 0);
  }

  /** The last event that was imported. */
  ResumePoint last() {
    return last;
  }

  long exported() {
    return exported;
  }

  long skipped() {
    return skipped;
  }

  long refused() {
    return refused;
  }

  /** Looks, once, where earlier synchronisations ended. */
  private void requireKnown() {
    if (known) {
      return;
    }
    journal.flush();
    Optional<KernelMark> mark =
        KernelMark.read(directory.path()).filter(found -> found.journalId().equals(journalId));
    last = new ImportHistory(journal, directory, converter).find(mark);
    mark.filter(found -> found.exported() <= journal.status().writtenSequence())
        .ifPresent(
            found -> {
              exported = found.exported();
              sinkLength = found.sinkLength();
              sinkEvents = found.sinkEvents();
            });
    known = true;
  }

  /**
   * Imports what is new, or only looks.
   *
   * @param mayImport whether what is missing may be imported
   * @param mayRestart whether to begin anew where the place is lost
   */
  Round importNew(boolean mayImport, boolean mayRestart) {
    requireKnown();
    skipped = 0;
    Path path = KernelJournal.resolve(config.source().orElseThrow());
    if (!Files.isRegularFile(path)) {
      return importStream(path, mayImport);
    }
    SourcePlace place = SourcePlace.find(path, last);
    SequenceDrift drift =
        place.isFound() ? SequenceDrift.of(place.eventsBehind()) : SequenceDrift.LOST;
    long before = last.sequence();
    long imported = 0;
    if (mayImport && (place.isFound() || mayRestart)) {
      try (KernelJournal source = prepared(KernelJournal.open(path))) {
        source.seek(place.position());
        imported = run(source, KnownEvents.none());
      }
    }
    long kernelSequence = place.eventsBehind() == 0 ? before : place.lastSequence();
    return new Round(drift, place.eventsBehind(), kernelSequence, before, imported);
  }

  /** Imports all up to the end, which for a pipe is where its writers have gone. */
  Round importToEnd() {
    requireKnown();
    skipped = 0;
    Path path = KernelJournal.resolve(config.source().orElseThrow());
    boolean file = Files.isRegularFile(path);
    SourcePlace place =
        file ? SourcePlace.find(path, last) : new SourcePlace(true, 0, 0, last.sequence());
    SequenceDrift drift =
        place.isFound() ? SequenceDrift.of(place.eventsBehind()) : SequenceDrift.LOST;
    long before = last.sequence();
    long imported = 0;
    if (place.isFound() || config.correctsDrift()) {
      try (KernelJournal source = prepared(KernelJournal.open(path)).untilEnd()) {
        if (file) {
          source.seek(place.position());
        }
        imported = runToEnd(source, !file);
      }
    }
    return new Round(drift, imported, last.sequence(), before, imported);
  }

  private long runToEnd(KernelJournal source, boolean stream) {
    KnownEvents known = stream ? KnownEvents.ofDevice() : KnownEvents.none();
    long imported = 0;
    while (true) {
      boolean ended = !stream || source.isAtEnd();
      imported += run(source, known);
      if (ended) {
        return imported;
      }
      LockSupport.parkNanos(PATIENCE_NANOS);
    }
  }

  private Round importStream(Path path, boolean mayImport) {
    if (stream == null) {
      stream = prepared(KernelJournal.open(path));
      streamKnown = KnownEvents.ofDevice();
    }
    if (!mayImport) {
      return new Round(SequenceDrift.NONE, 0, last.sequence(), last.sequence(), 0);
    }
    long before = last.sequence();
    long imported = run(stream, streamKnown);
    return new Round(SequenceDrift.of(imported), imported, last.sequence(), before, imported);
  }

  private KernelJournal prepared(KernelJournal source) {
    return config.skipsBadEvents() ? source.skippingBad(this::skip) : source;
  }

  private void skip(BadKernelEvent event) {
    skipped++;
    counters.malformed.increment();
    config.listener().onBadEvent(event);
  }

  private long run(KernelJournal source, KnownEvents passed) {
    try {
      return importer.run(source, last, config.clock().offsetNanos(), passed);
    } catch (MalformedKernelEventException e) {
      counters.malformed.increment();
      throw e;
    } finally {
      counters.imported.add(importer.imported());
      if (importer.imported() > 0) {
        last = importer.last();
      }
    }
  }

  /** Exports what is durable and flagged. */
  long exportNew() {
    requireKnown();
    refused = 0;
    long durable = journal.flush();
    if (durable <= exported) {
      return 0;
    }
    KernelExporter exporter =
        new KernelExporter(
            converter,
            KernelExporter::isForKernel,
            (sequence, reason) -> {
              refused++;
              counters.refused.increment();
              config.listener().onRefused(sequence, reason);
            });
    long count;
    try (KernelSink sink = openSink(config.sink().orElseThrow());
        JournalReader reader = journal.reader(exported + 1)) {
      count = exporter.run(reader, durable, sink, config.clock().offsetNanos());
      if (count > 0) {
        sink.force();
      }
      sinkLength = sink.length();
      sinkEvents = sink.events();
    }
    exported = durable;
    counters.exported.add(count);
    return count;
  }

  private KernelSink openSink(Path path) {
    return Files.exists(path) && !Files.isRegularFile(path)
        ? new StreamSink(path)
        : KernelJournalWriter.resume(path, sinkLength, sinkEvents);
  }

  /** Remembers how far this is, once all of it is durable. */
  void remember() {
    long accounted = journal.flush();
    new KernelMark(journalId, accounted, last, exported, sinkLength, sinkEvents).write(directory);
  }

  @Override
  public void close() {
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }
}
