package io.semj.core.checkpoint;

import io.semj.core.RecordHandler;
import java.io.IOException;
import java.io.InputStream;

/** Takes the application's state back: first a snapshot, then every event that followed it. */
public interface StateTarget extends RecordHandler {
  /**
   * Replaces the state by that of a snapshot. Called once, before the first event.
   *
   * @param snapshot exactly what the {@link SnapshotSource} wrote, proven to be undamaged; empty
   *     when the checkpoint has none. Valid during the call only.
   * @throws IOException when the snapshot makes no sense
   */
  void restore(InputStream snapshot) throws IOException;
}
