package io.semj.bench;

import io.semj.core.JournalConfig;
import io.semj.core.ProducerMode;
import io.semj.core.RingPlacement;
import io.semj.core.SemanticJournal;
import java.io.Closeable;
import java.io.IOException;

/**
 * An open journal in a directory of its own, everything but the producer mode and the ring's place
 * at its default.
 */
final class BenchJournal implements Closeable {
  private final BenchDirectory directory;
  private final SemanticJournal journal;

  private BenchJournal(BenchDirectory directory, SemanticJournal journal) {
    this.directory = directory;
    this.journal = journal;
  }

  static BenchJournal open(ProducerMode producer, RingPlacement ring) throws IOException {
    BenchDirectory directory = BenchDirectory.create();
    try {
      JournalConfig config =
          JournalConfig.builder(directory.path())
              .producerMode(producer)
              .ringPlacement(ring)
              .build();
      return new BenchJournal(directory, SemanticJournal.open(config));
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  SemanticJournal journal() {
    return journal;
  }

  BenchDirectory directory() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    try {
      journal.close();
    } finally {
      directory.close();
    }
  }
}
