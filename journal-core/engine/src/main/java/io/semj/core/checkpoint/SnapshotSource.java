package io.semj.core.checkpoint;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the application's state for a checkpoint. */
@FunctionalInterface
public interface SnapshotSource {
  /**
   * Writes the state as it is after some event: the effects of that event and all before it, of
   * none behind it. Called by the thread that creates the checkpoint, or by the journal's
   * checkpoint thread for automatic ones; while it runs the journal goes on.
   *
   * @param out takes the snapshot as it is written, without keeping it in memory. It fails once the
   *     disk is full or the journal is being closed. Closing it is not needed; it is of no use
   *     after the call.
   * @return the last sequence whose effect the snapshot holds, 0 for none
   * @throws IOException when the state cannot be written: there is no checkpoint then
   */
  long writeTo(OutputStream out) throws IOException;
}
