package io.semj.recovery.upkeep;

import io.semj.recovery.JsonText;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What was archived. Immutable.
 *
 * @param directory of the journal
 * @param segments that left it, by the names they had there, oldest first
 * @param bytes of all of them
 * @param events in all of them
 * @param lastSequence that the last of them reached, 0 when there is none
 */
public record ArchiveReport(
    Path directory, List<Path> segments, long bytes, long events, long lastSequence) {
  /** Makes the list unmodifiable. */
  public ArchiveReport {
    segments = List.copyOf(segments);
  }

  /**
   * The report for machines.
   *
   * @return a JSON object in one line
   */
  public String toJson() {
    JsonText list = JsonText.array();
    segments.forEach(segment -> list.add(segment.toString()));
    return JsonText.object()
        .put("directory", directory.toString())
        .put("segments", list)
        .put("bytes", bytes)
        .put("events", events)
        .put("last_sequence", lastSequence)
        .toString();
  }

  /** A line for a person. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "archived %,d segments of %s: %,d events up to sequence %d, %,d bytes",
        segments.size(),
        directory,
        events,
        lastSequence,
        bytes);
  }
}
