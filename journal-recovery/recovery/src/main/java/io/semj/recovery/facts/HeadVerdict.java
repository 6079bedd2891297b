package io.semj.recovery.facts;

/** What a segment's first 512 bytes are. */
public enum HeadVerdict {
  /** Header, descriptor and, if there is one, seal are sound. */
  GOOD,

  /** The descriptor is sound, so it is known what the segment is; the header or the seal is not. */
  BAD_SEAL,

  /** Missing or all zero: the segment was being made when the power went, or its head is lost. */
  BLANK,

  /** Damaged, or not of this format. */
  DAMAGED,

  /** Sound and of a version, or with a feature, that this version does not read. */
  INCOMPATIBLE,

  /** The device does not give it. */
  UNREADABLE
}
