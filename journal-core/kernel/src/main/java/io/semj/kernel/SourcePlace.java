package io.semj.kernel;

import static io.semj.format.RecordDescriptor.KERNEL_HEADER_LENGTH;

import io.semj.event.KernelEventDecoder;
import io.semj.event.KernelEventEncoder;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The place in a kernel journal that is a file where an import goes on, and what is behind it.
 * Malformed events are passed over here; it is the import that refuses them.
 *
 * @param isFound whether the last imported event was found
 * @param position behind it, or where the first event begins
 * @param eventsBehind how many whole and sound events follow
 * @param lastSequence of the last of them, 0 without any
 */
record SourcePlace(boolean isFound, long position, long eventsBehind, long lastSequence) {
  /** Looks for the event that was imported last. */
  static SourcePlace find(Path path, ResumePoint point) {
    try (KernelJournal source = KernelJournal.open(path).skippingBad(bad -> {})) {
      source.header(); // passes it
      return new Search(source, point).run();
    }
  }

  private static final class Search {
    private final KernelJournal source;
    private final ResumePoint point;
    private final KernelEventDecoder decoder = new KernelEventDecoder();
    private final KernelEventEncoder encoder = new KernelEventEncoder();
    private long events;
    private long lastSequence;

    Search(KernelJournal source, ResumePoint point) {
      this.source = source;
      this.point = point;
    }

    SourcePlace run() {
      long start = source.position();
      if (!point.exists()) {
        count();
        return new SourcePlace(true, start, events, lastSequence);
      }
      if (point.isIdentified() && point.position() > 0 && isAtItsPosition()) {
        source.seek(point.position());
        count();
        return new SourcePlace(true, point.position(), events, lastSequence);
      }
      long behind = search();
      return new SourcePlace(behind >= 0, behind >= 0 ? behind : start, events, lastSequence);
    }

    private void count() {
      while (source.next(decoder)) {
        events++;
        lastSequence = decoder.record().sequence();
      }
    }

    private boolean isAtItsPosition() {
      long begin = point.position() - point.kernelLength();
      byte[] header = new byte[KERNEL_HEADER_LENGTH];
      return begin >= 0
          && source.peek(begin, header) == header.length
          && point.isAt(new UnsafeBuffer(header), 0);
    }

    /** The file was written anew: the event may stand elsewhere in it. */
    private long search() {
      long behind = -1;
      while (source.next(decoder)) {
        events++;
        lastSequence = decoder.record().sequence();
        if (lastSequence == point.sequence() && isSame()) {
          behind = source.position();
          events = 0;
        }
      }
      return behind;
    }

    private boolean isSame() {
      if (!point.isIdentified()) {
        return true;
      }
      encoder.encode(decoder.record());
      return point.isAt(encoder.image(), 0);
    }
  }
}
