package io.semj.core.storage;

import io.semj.core.storage.JournalDirectory.SegmentFile;
import java.nio.file.Path;
import java.util.List;

/** Tells which segments a journal has just now. It may be asked again and again. */
public interface SegmentListing {
  /**
   * The segments there are.
   *
   * @return oldest first, each first sequence once
   */
  List<SegmentFile> segments();

  /**
   * Where the journal is.
   *
   * @return a directory, for messages
   */
  Path path();
}
