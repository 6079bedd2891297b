package io.semj.core.checkpoint;

import io.semj.format.SegmentFileName;
import java.util.OptionalLong;

/**
 * The name of a checkpoint file: its id in 20 decimal digits, as segments have their sequence, and
 * the suffix {@value #SUFFIX}.
 */
final class CheckpointFileName {
  static final String SUFFIX = ".semjc";

  /** What a file being written ends with. */
  static final String TEMPORARY_SUFFIX = ".tmp";

  private CheckpointFileName() {}

  static String format(long id) {
    String name = SegmentFileName.format(id);
    return stem(name, SegmentFileName.SUFFIX) + SUFFIX;
  }

  /** The id, or empty for a file that is no checkpoint. */
  static OptionalLong parse(String name) {
    return name.endsWith(SUFFIX)
        ? SegmentFileName.parse(stem(name, SUFFIX) + SegmentFileName.SUFFIX)
        : OptionalLong.empty();
  }

  private static String stem(String name, String suffix) {
    return name.substring(0, name.length() - suffix.length());
  }
}
