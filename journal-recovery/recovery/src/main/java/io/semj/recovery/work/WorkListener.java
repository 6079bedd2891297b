package io.semj.recovery.work;

/** Hears how far some work is. */
@FunctionalInterface
public interface WorkListener {
  /** Hears nothing. */
  WorkListener NONE = progress -> {};

  /**
   * Called at the beginning of each phase, every now and then, and at its end, on the thread that
   * works. What it throws ends the work.
   *
   * @param progress how far the work is
   */
  void onProgress(WorkProgress progress);
}
