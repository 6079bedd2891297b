package io.semj.bench;

import io.semj.core.JournalConfig;
import io.semj.core.JournalReader;
import io.semj.core.SemanticJournal;
import io.semj.event.SemanticEvent;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A closed journal of many events, to be read. */
final class StoredJournal implements Closeable {
  private static final int AT_ONCE = 4096;

  private final BenchDirectory directory;
  private final long events;

  private StoredJournal(BenchDirectory directory, long events) {
    this.directory = directory;
    this.events = events;
  }

  static StoredJournal write(long events) throws IOException {
    BenchDirectory directory = BenchDirectory.create();
    BenchEvents.Reused source = new BenchEvents.Reused();
    JournalConfig config = JournalConfig.builder(directory.path()).build();
    try (SemanticJournal journal = SemanticJournal.open(config)) {
      for (long i = 0; i < events; i++) {
        journal.emitEvent(source.next());
      }
    }
    return new StoredJournal(directory, events);
  }

  Path path() {
    return directory.path();
  }

  long events() {
    return events;
  }

  long bytes() throws IOException {
    return directory.size();
  }

  /** Reads all events without copying them; returns the sum of their payloads' lengths. */
  long pollAll() {
    long[] sum = new long[1];
    long count = 0;
    try (JournalReader reader = JournalReader.open(directory.path(), 1)) {
      int read;
      do {
        read = reader.poll(record -> sum[0] += record.payloadSize(), AT_ONCE);
        count += read;
      } while (read > 0);
    }
    requireAll(count);
    return sum[0];
  }

  /** Reads all events as objects; returns the sum of their payloads' lengths. */
  long readAll() {
    long sum = 0;
    long count = 0;
    try (JournalReader reader = JournalReader.open(directory.path(), 1)) {
      for (SemanticEvent event = reader.next(); event != null; event = reader.next()) {
        sum += event.payloadSize();
        count++;
      }
    }
    requireAll(count);
    return sum;
  }

  private void requireAll(long count) {
    if (count != events) {
      throw new IllegalStateException(
          "not all events were read: expected=" + events + ", actual=" + count);
    }
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }
}
