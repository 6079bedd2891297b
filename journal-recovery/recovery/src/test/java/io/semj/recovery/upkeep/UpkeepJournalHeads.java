package io.semj.recovery.upkeep;

import io.semj.format.SegmentFileName;
import java.nio.file.Path;

/** What the names of segments tell. */
final class UpkeepJournalHeads {
  private UpkeepJournalHeads() {}

  static long first(Path segment) {
    return SegmentFileName.parse(segment.getFileName().toString()).orElseThrow();
  }
}
