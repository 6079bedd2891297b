package io.semj.subscribe;

import io.semj.error.JournalException;
import java.io.Closeable;

/** How far a journal has come. Any thread, except where said otherwise. */
interface Progress extends Closeable {
  /** Looks how far it is now; one thread at a time. */
  void look();

  /** Up to here there may be something to read, as far as was seen. */
  long written();

  /** Up to here events survive a power loss, as far as was seen. */
  long durable();

  /** The first sequence that is emitted from now on, or not written yet where that is not known. */
  long nextEmitted();

  /** Whether nothing will be written any more; asked before {@link #written} it means all of it. */
  boolean hasEnded();

  /** What ended the journal, null when it was closed or goes on. */
  JournalException failure();

  @Override
  void close();
}
