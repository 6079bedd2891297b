package io.semj.recovery.upkeep;

import java.io.IOException;
import java.nio.file.Path;

/** Takes closed segments over, to store them elsewhere. */
@FunctionalInterface
public interface SegmentTaker {
  /**
   * Takes a segment. Called on the archiver's thread, oldest first; the file does not change
   * meanwhile and was proved whole just before. It may be called again for the same segment when
   * the process died in between.
   *
   * @param segment its file
   * @return true when the segment is stored safely and is to be removed from the journal; false to
   *     keep it there and end archiving
   * @throws IOException when it could not be stored; nothing is removed
   */
  boolean take(Path segment) throws IOException;
}
