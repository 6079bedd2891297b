package io.semj.tool.read;

import io.semj.core.JournalReader;
import io.semj.core.RecordHandler;
import io.semj.core.filter.RecordFilter;
import io.semj.core.storage.JournalDirectory;
import io.semj.format.RecordFlyweight;
import io.semj.tool.DurableEnd;
import java.nio.file.Path;

/**
 * Reads the wanted events of a journal in order, and tells when durable ones are not there. One
 * thread.
 */
public final class ForwardReader {
  private static final int BATCH = 256;

  private final Path directory;
  private final RecordFilter filter;
  private RecordHandler handler;
  private long last;
  private long left;
  private boolean passed;

  /**
   * A reader.
   *
   * @param directory of the journal
   * @param filter tells what is wanted
   */
  public ForwardReader(Path directory, RecordFilter filter) {
    this.directory = directory;
    this.filter = filter;
  }

  /**
   * Hands over the wanted events from one sequence to another, so many at most.
   *
   * @param fromSequence inclusive
   * @param toSequence inclusive
   * @param limit how many at most
   * @param wanted takes them
   */
  public void read(long fromSequence, long toSequence, long limit, RecordHandler wanted) {
    IndexedReader indexed = new IndexedReader(JournalDirectory.existing(directory), filter);
    if (limit <= 0 || !indexed.serves()) {
      readAll(fromSequence, toSequence, limit, wanted);
    } else if (!indexed.read(fromSequence, toSequence, false, limit, wanted)) {
      // Once more over the last event, so that damage is told as if all had been read.
      long done = indexed.lastSequence();
      new ForwardReader(directory, filter.and(event -> event.userspaceSequence() > done))
          .readAll(Math.max(fromSequence, done), toSequence, indexed.left(), wanted);
    }
  }

  /** The same, event by event. */
  void readAll(long fromSequence, long toSequence, long limit, RecordHandler wanted) {
    last = toSequence;
    left = limit;
    handler = wanted;
    passed = left <= 0 || fromSequence > toSequence;
    DurableEnd end = DurableEnd.of(JournalDirectory.existing(directory));
    try (JournalReader reader = JournalReader.open(directory, fromSequence)) {
      while (!passed && reader.poll(this::take, (int) Math.min(BATCH, left)) > 0) {
        // more of it
      }
      if (!passed) {
        end.check(reader.nextSequence() - 1, toSequence);
      }
    }
  }

  private void take(RecordFlyweight event) {
    if (event.userspaceSequence() > last) {
      passed = true;
    } else if (filter.matches(event)) {
      handler.onRecord(event);
      left--;
      passed = left == 0;
    }
  }
}
