package io.semj.core;

/**
 * Where the ring is, in which events wait between their emission and their writing. In a mapped
 * file it outlives the process: the next opening of the journal writes what was left in it, so
 * every event whose emission returned survives {@code kill -9} and a crash of the JVM. No placement
 * survives the end of the operating system; that is what a sync is for.
 */
public enum RingPlacement {
  /**
   * In a file if {@code /dev/shm}, or the ring directory that was set, is on a file system in
   * memory and has room; else {@link #PRIVATE}. {@link JournalStatus#ringSurvives()} tells.
   */
  AUTO,

  /** In the process's own memory: its end loses what was emitted and not written yet. */
  PRIVATE,

  /**
   * In a file, or the journal is not opened: in the ring directory if one was set, else in {@code
   * /dev/shm} if that is there, else in the journal's directory. On a disk the operating system
   * writes the ring back now and then, and emissions wait for that.
   */
  SURVIVING
}
