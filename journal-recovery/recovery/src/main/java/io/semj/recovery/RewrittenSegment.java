package io.semj.recovery;

import io.semj.format.SegmentReanchor.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/**
 * A segment that is not as it was first written: events were taken out, or all were written anew.
 *
 * @param file of the segment
 * @param kindCode why, a {@link Kind} code or one of a newer version
 * @param firstSequence that the segment was begun with
 * @param lastSequence that it had reached before
 * @param removedEvents how many events were taken out
 * @param droppedEvents how many sequences never had an event in it
 * @param timeNanos of the rewriting, since 1970
 */
public record RewrittenSegment(
    Path file,
    int kindCode,
    long firstSequence,
    long lastSequence,
    long removedEvents,
    long droppedEvents,
    long timeNanos) {
  @Override
  public String toString() {
    String why =
        Arrays.stream(Kind.values())
            .filter(kind -> kind.code() == kindCode)
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .findFirst()
            .orElse("kind " + kindCode);
    return why
        + " of "
        + file.getFileName()
        + " at "
        + Instant.EPOCH.plusNanos(timeNanos)
        + ": sequences "
        + firstSequence
        + " to "
        + lastSequence
        + ", "
        + removedEvents
        + " events taken out";
  }
}
