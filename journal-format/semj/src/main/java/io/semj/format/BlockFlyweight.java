package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;

/**
 * A typed view of a block's header and trailer, at any offset of any buffer. It checks nothing: the
 * trailer's getters may be used only once {@link #blockSize()} is known to be in bounds. Reusable
 * without allocation; not thread-safe.
 *
 * @see BlockDescriptor
 */
public final class BlockFlyweight {
  private DirectBuffer buffer;
  private int offset;

  /** A view of nothing yet. */
  public BlockFlyweight() {}

  /**
   * Looks at another block.
   *
   * @param buffer that holds it
   * @param offset of its first byte
   * @return this
   */
  public BlockFlyweight wrap(DirectBuffer buffer, int offset) {
    this.buffer = buffer;
    this.offset = offset;
    return this;
  }

  /**
   * The first number of the header.
   *
   * @return {@link BlockDescriptor#MAGIC} in a block
   */
  public int magic() {
    return getInt(BlockDescriptor.MAGIC_OFFSET);
  }

  /**
   * The block's version.
   *
   * @return {@link BlockDescriptor#VERSION} in a block that can be read
   */
  public int version() {
    return getInt(BlockDescriptor.VERSION_OFFSET);
  }

  /**
   * The block's id.
   *
   * @return dense from 1 over the whole journal
   */
  public long blockId() {
    return getLong(BlockDescriptor.BLOCK_ID_OFFSET);
  }

  /**
   * The size of the whole block.
   *
   * @return in bytes
   */
  public int blockSize() {
    return getInt(BlockDescriptor.BLOCK_SIZE_OFFSET);
  }

  /**
   * How many records it holds.
   *
   * @return 1 or more
   */
  public int eventCount() {
    return getInt(BlockDescriptor.EVENT_COUNT_OFFSET);
  }

  /**
   * How the data is stored.
   *
   * @return the code of a {@link BlockCompression}
   */
  public int compressionType() {
    return getInt(BlockDescriptor.COMPRESSION_TYPE_OFFSET);
  }

  /**
   * The length of the stored data, compressed or not.
   *
   * @return in bytes, without padding
   */
  public int storedLength() {
    return getInt(BlockDescriptor.COMPRESSED_SIZE_OFFSET);
  }

  /**
   * The length of the records.
   *
   * @return in bytes
   */
  public int uncompressedLength() {
    return getInt(BlockDescriptor.UNCOMPRESSED_SIZE_OFFSET);
  }

  /**
   * The stored checksum.
   *
   * @return a kernel CRC32
   */
  public int blockChecksum() {
    return getInt(BlockDescriptor.BLOCK_CHECKSUM_OFFSET);
  }

  /**
   * The first event's timestamp.
   *
   * @return in ns
   */
  public long firstTimestampNanos() {
    return getLong(BlockDescriptor.FIRST_EVENT_TIME_OFFSET + BlockDescriptor.TIME_TIMESTAMP_OFFSET);
  }

  /**
   * The last event's timestamp.
   *
   * @return in ns
   */
  public long lastTimestampNanos() {
    return getLong(BlockDescriptor.LAST_EVENT_TIME_OFFSET + BlockDescriptor.TIME_TIMESTAMP_OFFSET);
  }

  /**
   * The sequence in the first event's header; an imported event has the kernel's there.
   *
   * @return not always the journal's sequence
   */
  public long firstHeaderSequence() {
    return getLong(BlockDescriptor.FIRST_EVENT_TIME_OFFSET + BlockDescriptor.TIME_SEQUENCE_OFFSET);
  }

  /**
   * The sequence in the last event's header; an imported event has the kernel's there.
   *
   * @return not always the journal's sequence
   */
  public long lastHeaderSequence() {
    return getLong(BlockDescriptor.LAST_EVENT_TIME_OFFSET + BlockDescriptor.TIME_SEQUENCE_OFFSET);
  }

  /**
   * The first event's id.
   *
   * @return as in its header
   */
  public long firstEventId() {
    return getLong(BlockDescriptor.FIRST_EVENT_ID_OFFSET);
  }

  /**
   * The last event's id.
   *
   * @return as in its header
   */
  public long lastEventId() {
    return getLong(BlockDescriptor.LAST_EVENT_ID_OFFSET);
  }

  /**
   * The first number of the trailer.
   *
   * @return {@link BlockDescriptor#TRAILER_MAGIC} in a block
   */
  public int trailerMagic() {
    return getInt(trailer() + BlockDescriptor.TRAILER_MAGIC_OFFSET);
  }

  /**
   * Compatible flags in the low 16 bits, incompatible ones in the high 16.
   *
   * @return all of them, known or not
   */
  public int flags() {
    return getInt(trailer() + BlockDescriptor.FLAGS_OFFSET);
  }

  /**
   * The generation of the segment that the block was written for.
   *
   * @return from 1
   */
  public long generation() {
    return getLong(trailer() + BlockDescriptor.GENERATION_OFFSET);
  }

  /**
   * The journal sequence of the first record.
   *
   * @return from 1
   */
  public long firstSequence() {
    return getLong(trailer() + BlockDescriptor.FIRST_SEQUENCE_OFFSET);
  }

  /**
   * The journal sequence of the last record.
   *
   * @return from 1
   */
  public long lastSequence() {
    return isSparse()
        ? getLong(trailer() + BlockDescriptor.LAST_SEQUENCE_OFFSET)
        : firstSequence() + eventCount() - 1;
  }

  /**
   * Whether records were taken out between the first and the last one: then their sequences ascend,
   * else they are dense.
   *
   * @return whether the block is flagged so
   */
  public boolean isSparse() {
    return (flags() & BlockDescriptor.FLAG_SPARSE) != 0;
  }

  /**
   * What of the block its chain digest covers.
   *
   * @return as the block is flagged
   */
  public ChainMode chainMode() {
    return (flags() & BlockDescriptor.FLAG_LIGHT_CHAIN) != 0 ? ChainMode.CRC32 : ChainMode.SHA256;
  }

  /**
   * What the writer knew to be durable when it sealed the block.
   *
   * @return a sequence, 0 for none
   */
  public long durableSequence() {
    return getLong(trailer() + BlockDescriptor.DURABLE_SEQUENCE_OFFSET);
  }

  /**
   * How many sequences were given out and dropped just before the first one.
   *
   * @return an unsigned 32-bit number
   */
  public long droppedBefore() {
    return Integer.toUnsignedLong(getInt(trailer() + BlockDescriptor.DROPPED_BEFORE_OFFSET));
  }

  /**
   * How the stored data is encrypted.
   *
   * @return 0 for not at all
   */
  public int encryptionType() {
    return getInt(trailer() + BlockDescriptor.ENCRYPTION_TYPE_OFFSET);
  }

  /**
   * The key that the stored data is encrypted with.
   *
   * @return 0 for none
   */
  public long encryptionKeyId() {
    return getLong(trailer() + BlockDescriptor.ENCRYPTION_KEY_ID_OFFSET);
  }

  /**
   * Copies the chain's digest after this block.
   *
   * @param into receives 32 bytes
   * @param index where in it
   */
  public void copyChainDigest(byte[] into, int index) {
    buffer.getBytes(
        offset + trailer() + BlockDescriptor.CHAIN_DIGEST_OFFSET, into, index, ChainDigest.LENGTH);
  }

  private int trailer() {
    return blockSize() - BlockDescriptor.TRAILER_LENGTH;
  }

  private int getInt(int at) {
    return buffer.getInt(offset + at, LITTLE_ENDIAN);
  }

  private long getLong(int at) {
    return buffer.getLong(offset + at, LITTLE_ENDIAN);
  }
}
