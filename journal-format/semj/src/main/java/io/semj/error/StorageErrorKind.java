package io.semj.error;

/** The finer kind of a {@link StorageException}. */
public enum StorageErrorKind {
  /** The operating system refused a read, a write or a sync. */
  IO,
  /** An event that has no byte form, or bytes that have no event. */
  SERIALIZATION,
  /** A block that could not be compressed or decompressed. */
  COMPRESSION,
  /** Bytes that are not those that were written. */
  CHECKSUM_MISMATCH,
  /** Bytes that break the layout. */
  CORRUPTION,
  /** The device or the quota is full. */
  INSUFFICIENT_SPACE,
  /** No journal, or no file of it, where one was expected. */
  NOT_FOUND,
  /** The file system denies the access. */
  PERMISSION
}
