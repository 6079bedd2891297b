package io.semj.format;

/**
 * The userspace journal header: the first 128 bytes of a segment without its magic numbers,
 * checksum and reserved words. The major version is always {@link SegmentDescriptor#VERSION_MAJOR}.
 * Unknown flags are kept.
 *
 * @param versionMinor 0 or newer
 * @param totalEvents how many events the file holds, 0 while it is live
 * @param nextEventId the journal sequence that follows the file's last one; its first while it is
 *     live
 * @param journalSize the first byte after the last block; the data offset while it is live
 * @param indexOffset where an index begins, 0 if there is none
 * @param flags compatible ones in the low 16 bits, incompatible ones in the high 16
 * @param compressionAlgorithm the code of what the writer was set to compress with; what a block is
 *     compressed with, the block says
 * @param encryptionAlgorithm the code of what the writer was set to encrypt with, 0 for nothing
 * @param lastCheckpointSequence the last sequence that a checkpoint covers, 0 for none
 * @param lastKernelSyncSequence the kernel's sequence of the last event from the kernel that was
 *     known when the segment was begun or sealed, 0 for none
 * @param creationTimestamp in seconds since 1970
 * @param modificationTimestamp of this header, in seconds since 1970
 */
public record JournalHeader(
    int versionMinor,
    long totalEvents,
    long nextEventId,
    long journalSize,
    long indexOffset,
    int flags,
    int compressionAlgorithm,
    int encryptionAlgorithm,
    long lastCheckpointSequence,
    long lastKernelSyncSequence,
    long creationTimestamp,
    long modificationTimestamp) {

  /**
   * A builder with the values of an empty live segment that begins with sequence 1.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * A builder with this header's values.
   *
   * @return a new builder
   */
  public Builder toBuilder() {
    return new Builder()
        .versionMinor(versionMinor)
        .totalEvents(totalEvents)
        .nextEventId(nextEventId)
        .journalSize(journalSize)
        .indexOffset(indexOffset)
        .flags(flags)
        .compressionAlgorithm(compressionAlgorithm)
        .encryptionAlgorithm(encryptionAlgorithm)
        .lastCheckpointSequence(lastCheckpointSequence)
        .lastKernelSyncSequence(lastKernelSyncSequence)
        .creationTimestamp(creationTimestamp)
        .modificationTimestamp(modificationTimestamp);
  }

  /**
   * Whether the file is complete.
   *
   * @return true if its totals are exact
   */
  public boolean isSealed() {
    return (flags & SegmentDescriptor.FLAG_SEALED) != 0;
  }

  /** Collects the values of a {@link JournalHeader}; the setters are named as its getters. */
  public static final class Builder {
    private int versionMinor = SegmentDescriptor.VERSION_MINOR;
    private long totalEvents;
    private long nextEventId = 1;
    private long journalSize = SegmentDescriptor.LENGTH;
    private long indexOffset;
    private int flags;
    private int compressionAlgorithm;
    private int encryptionAlgorithm;
    private long lastCheckpointSequence;
    private long lastKernelSyncSequence;
    private long creationTimestamp;
    private long modificationTimestamp;

    private Builder() {}

    /**
     * Sets it.
     *
     * @param value the minor format version
     * @return this
     */
    public Builder versionMinor(int value) {
      versionMinor = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value how many events
     * @return this
     */
    public Builder totalEvents(long value) {
      totalEvents = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value the sequence after the last one
     * @return this
     */
    public Builder nextEventId(long value) {
      nextEventId = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value the first byte after the last block
     * @return this
     */
    public Builder journalSize(long value) {
      journalSize = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value 0 for no index
     * @return this
     */
    public Builder indexOffset(long value) {
      indexOffset = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value all flags, known or not
     * @return this
     */
    public Builder flags(int value) {
      flags = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value a code
     * @return this
     */
    public Builder compressionAlgorithm(int value) {
      compressionAlgorithm = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value a code
     * @return this
     */
    public Builder encryptionAlgorithm(int value) {
      encryptionAlgorithm = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value 0 for none
     * @return this
     */
    public Builder lastCheckpointSequence(long value) {
      lastCheckpointSequence = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value 0 for none
     * @return this
     */
    public Builder lastKernelSyncSequence(long value) {
      lastKernelSyncSequence = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value in seconds since 1970
     * @return this
     */
    public Builder creationTimestamp(long value) {
      creationTimestamp = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value in seconds since 1970
     * @return this
     */
    public Builder modificationTimestamp(long value) {
      modificationTimestamp = value;
      return this;
    }

    /**
     * The header.
     *
     * @return an immutable value
     */
    public JournalHeader build() {
      return new JournalHeader(
          versionMinor,
          totalEvents,
          nextEventId,
          journalSize,
          indexOffset,
          flags,
          compressionAlgorithm,
          encryptionAlgorithm,
          lastCheckpointSequence,
          lastKernelSyncSequence,
          creationTimestamp,
          modificationTimestamp);
    }
  }
}
