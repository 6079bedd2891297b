package io.semj.core;

/** How the writer brings blocks into a segment. The bytes on disk are the same. */
public enum SegmentIo {
  /**
   * Copies into a memory mapping of the segment. No system call per block; a block survives the end
   * of the process as soon as it is copied. On file systems that write every change to a new place
   * (btrfs, zfs, bcachefs, nilfs2) a journal uses {@link #CHANNEL} whatever is set: there a store
   * into a mapping can meet a full disk in the middle of a block.
   */
  MAPPED,

  /**
   * Writes through a file channel. One system call per block (a few microseconds); for file systems
   * on which mappings are slow or unreliable, such as some network and user-space ones.
   */
  CHANNEL
}
