package io.semj.core.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A target whose state outlives its process, so that a replay into it that was killed goes on
 * behind what the state durably holds, and does not begin anew.
 *
 * <p>Its state tells by itself how far it is ({@link #durableSequence}), as a table does that keeps
 * the last sequence beside its rows. Or it does not, and names a file in which the replay keeps
 * that ({@link #positionFile}); then the events since the file was last written are handed over
 * again after a kill.
 *
 * <p>What is held durably must hold in the journal too: while a writer is running, a state may be
 * made durable only up to the journal's durable position.
 */
public interface ResumableTarget extends StateTarget {
  /**
   * Up to where the state that survives the end of this process holds every event. Asked before
   * anything is handed over.
   *
   * @return the last sequence in it, 0 when it is empty; nothing when it does not tell
   */
  OptionalLong durableSequence();

  /**
   * Where the replay keeps how far it is, for a state that does not tell.
   *
   * @return a file in a directory that is there; none by default
   */
  default Optional<Path> positionFile() {
    return Optional.empty();
  }

  /**
   * Makes all that was handed over survive the end of this process, and a power cut if that is
   * wanted. Called behind a restored snapshot, every so many events, and at the end.
   *
   * @throws IOException when that cannot be done
   */
  void persist() throws IOException;

  /**
   * Replaces the state, what is durable of it included, by that without any event. Called when the
   * caller has said that the state is not to be trusted, and every event comes again.
   *
   * @throws IOException when that cannot be done
   */
  void reset() throws IOException;
}
