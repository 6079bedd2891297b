package io.semj.core.read;

import java.nio.file.Path;

/**
 * Events that could not be read because of damage.
 *
 * @param file that is damaged
 * @param position where the damage begins
 * @param firstSequence the first that is lost
 * @param lastSequence the last that is lost, {@link #UNKNOWN} when nothing sound follows; less than
 *     the first when none is lost
 */
public record LostEvents(Path file, long position, long firstSequence, long lastSequence) {
  /** Nobody can tell how many there were. */
  public static final long UNKNOWN = Long.MAX_VALUE;

  /**
   * How many are lost.
   *
   * @return events, 0 when that is not known
   */
  public long count() {
    return lastSequence == UNKNOWN ? 0 : Math.max(0, lastSequence - firstSequence + 1);
  }
}
