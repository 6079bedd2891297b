package io.semj.query;

import io.semj.core.storage.StorageErrors;
import io.semj.event.SemanticEvent;
import io.semj.format.RecordFlyweight;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;

/**
 * All events that a query wants, in the order of the journal or against it, one after another. It
 * sees the journal as it was when the stream was begun, and holds a few blocks of it in memory. To
 * be closed; one thread.
 */
public final class EventStream implements Iterator<SemanticEvent>, AutoCloseable {
  private final MatchCursor matches;
  private final EventCopier copier;
  private final Predicate<SemanticEvent> predicate;
  private final EventCopier whole = new EventCopier(ResultContent.ALL);
  private final Path directory;
  private SemanticEvent next;

  EventStream(MatchCursor matches, EventQuery query, Path directory) {
    this.matches = matches;
    this.copier = new EventCopier(query.content());
    this.predicate = query.predicate().orElse(null);
    this.directory = directory;
  }

  @Override
  public boolean hasNext() {
    while (next == null) {
      RecordFlyweight record = matches.next();
      if (record == null) {
        return false;
      }
      if (predicate == null || predicate.test(whole.copy(record))) {
        next = copier.copy(record);
      }
    }
    return true;
  }

  @Override
  public SemanticEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more events");
    }
    SemanticEvent event = next;
    next = null;
    return event;
  }

  /** Releases the segment that is being read. Again: does nothing. */
  @Override
  public void close() {
    try {
      matches.close();
    } catch (IOException e) {
      throw StorageErrors.translate(e, directory, "close");
    }
  }
}
