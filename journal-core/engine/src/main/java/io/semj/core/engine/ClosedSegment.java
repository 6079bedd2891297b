package io.semj.core.engine;

import java.nio.file.Path;

/**
 * A segment that nothing is written to any more.
 *
 * @param path of its file
 * @param firstSequence that it was begun with
 * @param lastSequence that it reached
 * @param bytes of its file
 * @param lastTime when it was closed, or its last event's time if that is later: events may bear
 *     any time, the kernel's count from boot
 */
public record ClosedSegment(
    Path path, long firstSequence, long lastSequence, long bytes, long lastTime) {
  ClosedSegment withBytes(long now) {
    return new ClosedSegment(path, firstSequence, lastSequence, now, lastTime);
  }
}
