package io.semj.core;

/** How the writer brings blocks into a segment. The bytes on disk are the same. */
public enum SegmentIo {
  /**
   * Copies into a memory mapping of the segment. No system call per block; a block survives the end
   * of the process as soon as it is copied. Takes address space of the segment's size.
   */
  MAPPED,

  /**
   * Writes through a file channel. One system call per block (a few microseconds); for file systems
   * on which mappings are slow or unreliable, such as some network and user-space ones.
   */
  CHANNEL
}
