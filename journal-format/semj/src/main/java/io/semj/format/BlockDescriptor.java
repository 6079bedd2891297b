package io.semj.format;

/**
 * Where everything lies in a block: the kernel's storage block header, the stored data, zero
 * padding to a multiple of 8, and a trailer. All integers are little-endian.
 *
 * <pre>
 *      0 +------------------------------------------------------------+
 *        | magic "STOR", version, block id, block size, event count,  |
 *        | compression, stored and full length, kernel CRC32,         |
 *        | time, sequence and id of the first and last event          |
 *    104 +------------------------------------------------------------+
 *        | stored data: the records, compressed or not                |
 *        +------------------------------------------------------------+
 *        | 0 to 7 zero bytes                                          |
 *   -96  +------------------------------------------------------------+
 *        | magic "SEMT", flags, generation, first sequence,           |
 *        | durable sequence, dropped before, encryption,              |
 *        | last sequence (of a sparse block), reserved                |
 *   -32  +------------------------------------------------------------+
 *        | chain digest: SHA-256 over the last one and all before, or |
 *        | its CRC32                                                  |
 *        +------------------------------------------------------------+
 * </pre>
 */
public final class BlockDescriptor {
  /** Of the header. */
  public static final int HEADER_LENGTH = 104;

  /** Of the trailer. */
  public static final int TRAILER_LENGTH = 96;

  /** "STOR" as a number; the bytes of the file are "ROTS". */
  public static final int MAGIC = 0x53544F52;

  /** The block version that is written and read. */
  public static final int VERSION = 1;

  /** Blocks begin and end at multiples of this. */
  public static final int ALIGNMENT = SegmentDescriptor.ALIGNMENT;

  /** The most that a block's records may be together, in bytes before compression. */
  public static final int MAX_UNCOMPRESSED_SIZE = 1 << 30;

  /** u32. */
  public static final int MAGIC_OFFSET = 0;

  /** u32. */
  public static final int VERSION_OFFSET = 4;

  /** u64: dense from 1 over the whole journal. */
  public static final int BLOCK_ID_OFFSET = 8;

  /** u32: of the whole block, header and trailer included. */
  public static final int BLOCK_SIZE_OFFSET = 16;

  /** u32: how many records. */
  public static final int EVENT_COUNT_OFFSET = 20;

  /** u32: a {@link BlockCompression} code. */
  public static final int COMPRESSION_TYPE_OFFSET = 24;

  /** u32: the length of the stored data without padding. */
  public static final int COMPRESSED_SIZE_OFFSET = 28;

  /** u32: the length of the records. */
  public static final int UNCOMPRESSED_SIZE_OFFSET = 32;

  /** u32: kernel CRC32 over the whole block with this field 0. */
  public static final int BLOCK_CHECKSUM_OFFSET = 36;

  /** i64 timestamp, u64 sequence, u32 cpu, u32 process of the first record's header. */
  public static final int FIRST_EVENT_TIME_OFFSET = 40;

  /** i64 timestamp, u64 sequence, u32 cpu, u32 process of the last record's header. */
  public static final int LAST_EVENT_TIME_OFFSET = 64;

  /** u64. */
  public static final int FIRST_EVENT_ID_OFFSET = 88;

  /** u64. */
  public static final int LAST_EVENT_ID_OFFSET = 96;

  /** In an event time: i64. */
  public static final int TIME_TIMESTAMP_OFFSET = 0;

  /** In an event time: u64. */
  public static final int TIME_SEQUENCE_OFFSET = 8;

  /** In an event time: u32. */
  public static final int TIME_CPU_ID_OFFSET = 16;

  /** In an event time: u32. */
  public static final int TIME_PROCESS_ID_OFFSET = 20;

  /** The bytes "SEMT". */
  public static final int TRAILER_MAGIC = 0x544D4553;

  /** In the trailer: u32. */
  public static final int TRAILER_MAGIC_OFFSET = 0;

  /** In the trailer: u32, the low 16 bits are compatible flags, the high 16 incompatible ones. */
  public static final int FLAGS_OFFSET = 4;

  /** In the trailer: u64, of the segment that the block was written for. */
  public static final int GENERATION_OFFSET = 8;

  /** In the trailer: u64, the journal sequence of the first record. */
  public static final int FIRST_SEQUENCE_OFFSET = 16;

  /** In the trailer: u64, what the writer knew to be durable when it sealed the block. */
  public static final int DURABLE_SEQUENCE_OFFSET = 24;

  /** In the trailer: u32, how many sequences before the first were given out and dropped. */
  public static final int DROPPED_BEFORE_OFFSET = 32;

  /** In the trailer: u32, 0 for none. */
  public static final int ENCRYPTION_TYPE_OFFSET = 36;

  /** In the trailer: u64. */
  public static final int ENCRYPTION_KEY_ID_OFFSET = 40;

  /**
   * In the trailer: u64, the journal sequence of the last record if the block is sparse, else 0.
   */
  public static final int LAST_SEQUENCE_OFFSET = 48;

  /** In the trailer: 8 bytes, 0. */
  public static final int TRAILER_RESERVED_OFFSET = 56;

  /** In the trailer: 32 bytes. */
  public static final int CHAIN_DIGEST_OFFSET = 64;

  /**
   * The incompatible flag of a block whose sequences ascend and are not dense: records were taken
   * out between the first and the last one.
   */
  public static final int FLAG_SPARSE = 1 << 16;

  /**
   * The incompatible flag of a block whose chain digest covers its checksum instead of its bytes.
   */
  public static final int FLAG_LIGHT_CHAIN = 1 << 17;

  /** The incompatible flags that this version knows. */
  public static final int KNOWN_INCOMPATIBLE_FLAGS = FLAG_SPARSE | FLAG_LIGHT_CHAIN;

  private BlockDescriptor() {}

  /**
   * The size of a block.
   *
   * @param storedLength of its stored data, at most {@link #MAX_UNCOMPRESSED_SIZE} and a little
   * @return header, data, padding and trailer: a multiple of 8
   */
  public static int blockSize(int storedLength) {
    return HEADER_LENGTH + align(storedLength) + TRAILER_LENGTH;
  }

  private static int align(int length) {
    return (length + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
