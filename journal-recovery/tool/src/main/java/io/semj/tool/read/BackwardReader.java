package io.semj.tool.read;

import io.semj.core.RecordHandler;
import io.semj.core.filter.RecordFilter;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.error.JournalException;
import io.semj.format.RecordFlyweight;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the wanted events of a journal, newest first: window by window from the end, each window
 * forwards into memory. A window with more bytes than fit, or with damage in it, is taken in
 * halves: what is sound behind damage is handed over before it is told of. One thread.
 */
final class BackwardReader {
  private static final long WINDOW = 16_384;
  private static final long MOST_BYTES = 64L << 20;

  private final JournalDirectory directory;
  private final RecordFilter filter;
  private final List<byte[]> window = new ArrayList<>();
  private long bytes;
  private boolean tooMuch;

  BackwardReader(JournalDirectory directory, RecordFilter filter) {
    this.directory = directory;
    this.filter = filter;
  }

  /** Hands over the wanted events between two sequences, the newest first, so many at most. */
  void read(long fromSequence, long toSequence, long limit, RecordHandler wanted) {
    IndexedReader indexed = new IndexedReader(directory, filter);
    if (limit <= 0 || !indexed.serves()) {
      readWindows(fromSequence, toSequence, limit, wanted);
    } else if (!indexed.read(fromSequence, toSequence, true, limit, wanted)) {
      long to = indexed.lastSequence() == 0 ? toSequence : indexed.lastSequence() - 1;
      readWindows(fromSequence, to, indexed.left(), wanted);
    }
  }

  private void readWindows(long fromSequence, long toSequence, long limit, RecordHandler wanted) {
    List<SegmentFile> segments = directory.segments();
    long first = segments.isEmpty() ? 1 : segments.get(0).firstSequence();
    long from = Math.max(first, fromSequence);
    long to = Math.min(toSequence, LastSequence.of(directory));
    long left = limit;
    long width = WINDOW;
    while (to >= from && left > 0) {
      long start = Math.max(from, to - width + 1);
      if (!loadSound(start, to) && start < to) {
        width = Math.max(1, (to - start + 1) / 2);
        continue;
      }
      left = hand(left, wanted);
      to = start - 1;
      width = Math.min(WINDOW, width * 2);
    }
  }

  /** Reads a window; false when it has to be a smaller one. */
  private boolean loadSound(long from, long to) {
    try {
      return load(from, to);
    } catch (JournalException e) {
      if (from == to) {
        throw e;
      }
      return false;
    }
  }

  /** Reads a window; false when it is too large for memory. */
  private boolean load(long from, long to) {
    window.clear();
    bytes = 0;
    tooMuch = false;
    new ForwardReader(directory.path(), event -> tooMuch || filter.matches(event))
        .readAll(from, to, Long.MAX_VALUE, event -> keep(event, from == to));
    return !tooMuch;
  }

  private void keep(RecordFlyweight event, boolean alone) {
    bytes += event.length();
    tooMuch |= bytes > MOST_BYTES && !alone;
    if (!tooMuch) {
      byte[] copy = new byte[event.length()];
      event.buffer().getBytes(event.offset(), copy);
      window.add(copy);
    } else {
      window.clear();
    }
  }

  private long hand(long limit, RecordHandler wanted) {
    long left = limit;
    RecordFlyweight event = new RecordFlyweight();
    for (int i = window.size() - 1; i >= 0 && left > 0; i--) {
      event.wrap(new UnsafeBuffer(window.get(i)), 0);
      wanted.onRecord(event);
      left--;
    }
    return left;
  }
}
