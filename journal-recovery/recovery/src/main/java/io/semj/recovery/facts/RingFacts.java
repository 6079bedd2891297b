package io.semj.recovery.facts;

import io.semj.core.ring.RingEvents;
import io.semj.core.ring.SurvivingRing;
import io.semj.core.ring.SurvivingRing.Standing;
import io.semj.core.storage.JournalDirectory;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is known of a ring that an earlier process left behind, with events that no segment holds.
 *
 * @param file of the ring
 * @param standing what it is to the journal
 * @param waiting how many events wait in it; known only when the facts are thorough
 * @param lastGivenOut the highest sequence that was given to an event, as far as the ring tells;
 *     known only when the facts are thorough
 */
public record RingFacts(Path file, Standing standing, long waiting, long lastGivenOut) {
  /** Looks for a ring. The segments hold everything up to a sequence; negative: not known. */
  static Optional<RingFacts> look(JournalDirectory directory, long written) {
    return SurvivingRing.find(directory).map(ring -> of(ring, written));
  }

  private static RingFacts of(SurvivingRing ring, long written) {
    if (ring.standing() != Standing.READABLE || written < 0) {
      return new RingFacts(ring.file(), ring.standing(), 0, 0);
    }
    RingEvents waiting = ring.waitingBehind(written);
    return new RingFacts(
        ring.file(), ring.standing(), waiting.events().size(), waiting.lastGivenOut());
  }

  /**
   * Whether opening the journal would write events of the ring.
   *
   * @return whether it can be read
   */
  public boolean isReadable() {
    return standing == Standing.READABLE;
  }
}
