package io.semj.kernel;

import io.semj.error.JournalException;

/**
 * Is told what a person may have to look at. Called by the thread that synchronises, which it must
 * not hold up.
 */
public interface KernelSyncListener {
  /** One that does nothing. */
  KernelSyncListener NONE = new KernelSyncListener() {};

  /**
   * The alert: the journal is behind the kernel's and may not correct that.
   *
   * @param found what was found
   */
  default void onDrift(SequenceSync found) {}

  /**
   * A malformed kernel event was passed over.
   *
   * @param event where it is and what is wrong with it
   */
  default void onBadEvent(BadKernelEvent event) {}

  /**
   * An event that is flagged for the kernel was left out of the export.
   *
   * @param sequence of the event
   * @param reason what the kernel's form cannot hold of it
   */
  default void onRefused(long sequence, JournalException reason) {}

  /**
   * An automatic synchronisation failed; the next one is tried an interval later.
   *
   * @param failure why
   */
  default void onFailure(JournalException failure) {}
}
