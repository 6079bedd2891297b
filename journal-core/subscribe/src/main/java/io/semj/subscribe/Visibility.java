package io.semj.subscribe;

/** From when on a subscription sees an event. */
public enum Visibility {
  /**
   * As soon as it is written, like readers. A power loss right then may take back what was already
   * delivered; the end of the process does not.
   */
  WRITTEN,

  /**
   * Once it survives a power loss. How soon that is, is the journal's {@link
   * io.semj.core.SyncPolicy}: with {@link io.semj.core.SyncPolicy#WRITTEN} not before somebody asks
   * for it by a flush or a durable emission, or closes the journal.
   */
  DURABLE
}
