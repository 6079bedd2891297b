package io.semj.demo;

import io.semj.core.SemanticJournal;
import io.semj.error.KernelLimitException;
import io.semj.error.SerializationException;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.HdrHistogram.Histogram;

/** Hashes the entries of a tree and emits an event for each, from several threads. */
final class TreeEmitter {
  private static final long LONGEST_NANOS = 60_000_000_000L;
  private static final int DIGITS = 3;

  private final SemanticJournal journal;
  private final TreeWalker walker;
  private final Unreadable unreadable;
  private final Progress progress;
  private final EmittedDigests digests = new EmittedDigests();
  private final Map<EventType, Long> counts = new EnumMap<>(EventType.class);
  private final Histogram latencies = new Histogram(LONGEST_NANOS, DIGITS);
  private long bytesRead;

  TreeEmitter(
      SemanticJournal journal, TreeWalker walker, Unreadable unreadable, Progress progress) {
    this.journal = journal;
    this.walker = walker;
    this.unreadable = unreadable;
    this.progress = progress;
  }

  /** Emits everything; throws what stopped a thread. */
  void run(int threads) {
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      CompletableFuture<Void> result = new CompletableFuture<>();
      Thread thread = new Thread(() -> work(result), "tree-emitter-" + i);
      thread.setDaemon(true);
      thread.start();
      running.add(result);
    }
    try {
      running.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void work(CompletableFuture<Void> result) {
    try {
      Worker worker = new Worker();
      for (TreeEntry entry = walker.next(); entry != null; entry = walker.next()) {
        worker.emit(entry);
        progress.step();
      }
      worker.handOver();
      result.complete(null);
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }

  /** What a thread has for itself. */
  private final class Worker {
    private final EventBuilder event = new EventBuilder(EventType.FILESYSTEM_CREATE);
    private final ContentHash hash = new ContentHash();
    private final EventDigest digest = new EventDigest();
    private final Map<EventType, Long> emitted = new EnumMap<>(EventType.class);
    private final Histogram nanos = new Histogram(LONGEST_NANOS, DIGITS);

    void emit(TreeEntry entry) {
      try {
        FileFacts facts = FileFacts.of(entry.path());
        emit(entry.path().toString(), facts, hash.of(entry, facts));
      } catch (IOException | KernelLimitException | SerializationException e) {
        unreadable.add(entry.path(), e);
      }
    }

    private void emit(String path, FileFacts facts, byte[] content) {
      EventType type = facts.eventType();
      String metadata = facts.metadata();
      event.reset(type).filesystem(path, facts.inode(), facts.fileType());
      event.metadataText(metadata).payload(content);
      long begin = System.nanoTime();
      long sequence = journal.emitEvent(event);
      nanos.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - begin));
      digests.put(
          sequence,
          digest.of(type.code(), path, facts.inode(), facts.fileType(), metadata, content));
      emitted.merge(type, 1L, Long::sum);
    }

    void handOver() {
      synchronized (counts) {
        emitted.forEach((type, count) -> counts.merge(type, count, Long::sum));
        latencies.add(nanos);
        bytesRead += hash.bytesRead();
      }
    }
  }

  EmittedDigests digests() {
    return digests;
  }

  /** How many events of each type were emitted, once all threads are done. */
  Map<EventType, Long> counts() {
    return counts;
  }

  Histogram latencies() {
    return latencies;
  }

  long bytesRead() {
    return bytesRead;
  }
}
