package io.semj.recovery.upkeep;

import io.semj.recovery.JsonText;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * What a compaction did, or would do. Immutable.
 *
 * @param directory of the journal
 * @param dryRun whether nothing was changed
 * @param segments the closed segments, oldest first, changed or not
 */
public record CompactionReport(Path directory, boolean dryRun, List<Segment> segments) {
  private static final int MOST_SHOWN = 20;

  /** Makes the list unmodifiable. */
  public CompactionReport {
    segments = List.copyOf(segments);
  }

  /**
   * One closed segment.
   *
   * @param file of it
   * @param rewritten whether it was replaced, or would be
   * @param eventsBefore how many events it held
   * @param eventsRemoved how many of them are left out
   * @param bytesBefore how large it was
   * @param bytesAfter how large it is, or would be
   */
  public record Segment(
      Path file,
      boolean rewritten,
      long eventsBefore,
      long eventsRemoved,
      long bytesBefore,
      long bytesAfter) {}

  /**
   * How many segments are replaced.
   *
   * @return the number
   */
  public long rewrittenSegments() {
    return segments.stream().filter(Segment::rewritten).count();
  }

  /**
   * How many events were in the closed segments.
   *
   * @return the number before
   */
  public long eventsBefore() {
    return segments.stream().mapToLong(Segment::eventsBefore).sum();
  }

  /**
   * How many events are left out.
   *
   * @return the number
   */
  public long eventsRemoved() {
    return segments.stream().mapToLong(Segment::eventsRemoved).sum();
  }

  /**
   * How large the closed segments were.
   *
   * @return bytes
   */
  public long bytesBefore() {
    return segments.stream().mapToLong(Segment::bytesBefore).sum();
  }

  /**
   * How large the closed segments are, or would be.
   *
   * @return bytes
   */
  public long bytesAfter() {
    return segments.stream().mapToLong(Segment::bytesAfter).sum();
  }

  /**
   * The report for machines.
   *
   * @return a JSON object in one line
   */
  public String toJson() {
    JsonText list = JsonText.array();
    for (Segment segment : segments) {
      list.add(
          JsonText.object()
              .put("file", segment.file().toString())
              .put("rewritten", segment.rewritten())
              .put("events_before", segment.eventsBefore())
              .put("events_removed", segment.eventsRemoved())
              .put("bytes_before", segment.bytesBefore())
              .put("bytes_after", segment.bytesAfter()));
    }
    return JsonText.object()
        .put("directory", directory.toString())
        .put("dry_run", dryRun)
        .put("rewritten_segments", rewrittenSegments())
        .put("events_before", eventsBefore())
        .put("events_removed", eventsRemoved())
        .put("bytes_before", bytesBefore())
        .put("bytes_after", bytesAfter())
        .put("segments", list)
        .toString();
  }

  /** A few lines for a person. */
  @Override
  public String toString() {
    StringJoiner lines = new StringJoiner("\n");
    lines.add((dryRun ? "would compact " : "compacted ") + directory);
    lines.add(
        String.format(
            Locale.ROOT,
            "segments  %,d closed, %,d of them rewritten",
            segments.size(),
            rewrittenSegments()));
    lines.add(
        String.format(
            Locale.ROOT, "events    %,d, %,d of them left out", eventsBefore(), eventsRemoved()));
    lines.add(
        String.format(
            Locale.ROOT,
            "bytes     %,d before, %,d after, %,d saved",
            bytesBefore(),
            bytesAfter(),
            bytesBefore() - bytesAfter()));
    segments.stream()
        .filter(Segment::rewritten)
        .limit(MOST_SHOWN)
        .forEach(
            s ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "  %s: %,d of %,d events left out, %,d to %,d bytes",
                        s.file().getFileName(),
                        s.eventsRemoved(),
                        s.eventsBefore(),
                        s.bytesBefore(),
                        s.bytesAfter())));
    if (rewrittenSegments() > MOST_SHOWN) {
      lines.add(String.format(Locale.ROOT, "  and %,d more", rewrittenSegments() - MOST_SHOWN));
    }
    return lines.toString();
  }
}
