package io.semj.format;

/**
 * Where everything lies in the first 512 bytes of a segment file. All integers are little-endian.
 *
 * <pre>
 *    0 +--------------------------------------------------------------+
 *      | journal header: magic "SEMJ", version, totals, flags, ...    |
 *  128 +--------------------------------------------------------------+
 *      | segment descriptor: magic "SEGD", generation, journal id,    |
 *      | first sequence, first block id, chain anchor, CRC-32C        |
 *  256 +--------------------------------------------------------------+
 *      | seal: magic "SEAL", end, totals, chain digest, CRC-32C;      |
 *      | all zero while the segment is live                           |
 *  384 +--------------------------------------------------------------+
 *      | re-anchor: magic "REAN", what the next segment continues     |
 *      | from, CRC-32C; all zero but in a segment that was rewritten  |
 *  512 +--------------------------------------------------------------+
 *      | blocks, 8-aligned, one after another                         |
 *      +--------------------------------------------------------------+
 * </pre>
 */
public final class SegmentDescriptor {
  /** Of all that is before the first block. */
  public static final int LENGTH = 512;

  /**
   * "SEMJ" as a number, at the beginning of every journal file, userspace's and the kernel's; the
   * bytes of the file are "JMES".
   */
  public static final int MAGIC = 0x53454D4A;

  /** "USJL": what the older userspace format begins with. */
  public static final int LEGACY_MAGIC = 0x55534A4C;

  /** The major version that is written, and the only one that is read. */
  public static final int VERSION_MAJOR = 1;

  /** The minor version that is written; any is read. */
  public static final int VERSION_MINOR = 0;

  /** "USRS" as a number: tells a userspace file from the kernel's. */
  public static final int USERSPACE_MARKER = 0x55535253;

  /** Of the header that the kernel's own journal files have. */
  public static final int KERNEL_HEADER_LENGTH = 52;

  /** Of the journal header. */
  public static final int HEADER_LENGTH = 128;

  /** u32. */
  public static final int MAGIC_OFFSET = 0;

  /** u32. */
  public static final int VERSION_MAJOR_OFFSET = 4;

  /** u32. */
  public static final int VERSION_MINOR_OFFSET = 8;

  /** u64. */
  public static final int TOTAL_EVENTS_OFFSET = 12;

  /** u64. */
  public static final int NEXT_EVENT_ID_OFFSET = 20;

  /** u64. */
  public static final int JOURNAL_SIZE_OFFSET = 28;

  /** u64. */
  public static final int INDEX_OFFSET_OFFSET = 36;

  /** u32: the low 16 bits are compatible flags, the high 16 incompatible ones. */
  public static final int FLAGS_OFFSET = 44;

  /** u32: the first 4 bytes of SHA-256 over the header with this field 0. */
  public static final int HEADER_CHECKSUM_OFFSET = 48;

  /** u32. */
  public static final int USERSPACE_MARKER_OFFSET = 52;

  /** u32: a {@link BlockCompression} code; what blocks use is in each block. */
  public static final int COMPRESSION_ALGORITHM_OFFSET = 56;

  /** u32. */
  public static final int ENCRYPTION_ALGORITHM_OFFSET = 60;

  /** u64. */
  public static final int LAST_CHECKPOINT_SEQUENCE_OFFSET = 64;

  /** u64. */
  public static final int LAST_KERNEL_SYNC_SEQUENCE_OFFSET = 72;

  /** u64, seconds since 1970. */
  public static final int CREATION_TIMESTAMP_OFFSET = 80;

  /** u64, seconds since 1970. */
  public static final int MODIFICATION_TIMESTAMP_OFFSET = 88;

  /** 32 bytes, 0. */
  public static final int HEADER_RESERVED_OFFSET = 96;

  /** The compatible flag of a segment that is complete: its totals are exact. */
  public static final int FLAG_SEALED = 1;

  /** The half of a flags word whose unknown bits are kept and otherwise ignored. */
  public static final int COMPATIBLE_FLAGS = 0x0000_FFFF;

  /** The half of a flags word whose unknown bits make a reader refuse. */
  public static final int INCOMPATIBLE_FLAGS = 0xFFFF_0000;

  /**
   * The incompatible flag of a segment that was rewritten: what follows continues from its
   * re-anchor, not from its last block.
   */
  public static final int FLAG_REANCHORED = 1 << 16;

  /** The incompatible flags that this version knows. */
  public static final int KNOWN_INCOMPATIBLE_FLAGS = FLAG_REANCHORED;

  /** Of the segment descriptor. */
  public static final int DESCRIPTOR_OFFSET = 128;

  /** The bytes "SEGD". */
  public static final int DESCRIPTOR_MAGIC = 0x44474553;

  /** The descriptor version that is written and read. */
  public static final int DESCRIPTOR_VERSION = 1;

  /** u32. */
  public static final int DESCRIPTOR_MAGIC_OFFSET = 128;

  /** u32. */
  public static final int DESCRIPTOR_VERSION_OFFSET = 132;

  /** u64. */
  public static final int GENERATION_OFFSET = 136;

  /** 16 bytes, in the order of the UUID's text. */
  public static final int JOURNAL_ID_OFFSET = 144;

  /** u64. */
  public static final int FIRST_SEQUENCE_OFFSET = 160;

  /** u64. */
  public static final int FIRST_BLOCK_ID_OFFSET = 168;

  /** 32 bytes: the chain's digest before the first block. */
  public static final int CHAIN_ANCHOR_OFFSET = 176;

  /** u32: where the first block begins. */
  public static final int DATA_OFFSET_OFFSET = 208;

  /** u32: what every block's position is a multiple of. */
  public static final int ALIGNMENT_OFFSET = 212;

  /** u64, ns since 1970. */
  public static final int CREATION_TIME_OFFSET = 216;

  /** u32: CRC-32C over all of the descriptor before it. */
  public static final int DESCRIPTOR_CHECKSUM_OFFSET = 252;

  /** The alignment of blocks. */
  public static final int ALIGNMENT = 8;

  /** Of the seal. */
  public static final int SEAL_OFFSET = 256;

  /** The bytes "SEAL". */
  public static final int SEAL_MAGIC = 0x4C414553;

  /** u32. */
  public static final int SEAL_MAGIC_OFFSET = 256;

  /** u64: the first byte after the last block. */
  public static final int END_POSITION_OFFSET = 264;

  /** u64: 0 if there is no block. */
  public static final int LAST_BLOCK_POSITION_OFFSET = 272;

  /** u64. */
  public static final int BLOCK_COUNT_OFFSET = 280;

  /** u64. */
  public static final int EVENT_COUNT_OFFSET = 288;

  /** u64: the first sequence less one if there is no event. */
  public static final int LAST_SEQUENCE_OFFSET = 296;

  /** 32 bytes: the chain's digest after the last block. */
  public static final int CHAIN_DIGEST_OFFSET = 304;

  /** u64, ns since 1970. */
  public static final int SEAL_TIME_OFFSET = 336;

  /** i64, ns. */
  public static final int MIN_EVENT_TIMESTAMP_OFFSET = 344;

  /** i64, ns. */
  public static final int MAX_EVENT_TIMESTAMP_OFFSET = 352;

  /** u32: CRC-32C over all of the seal before it. */
  public static final int SEAL_CHECKSUM_OFFSET = 380;

  /** Where the seal ends. */
  public static final int SEAL_END = 384;

  /** Of the re-anchor. */
  public static final int REANCHOR_OFFSET = 384;

  /** The bytes "REAN". */
  public static final int REANCHOR_MAGIC = 0x4E414552;

  /** u32. */
  public static final int REANCHOR_MAGIC_OFFSET = 384;

  /** u32: a {@link SegmentReanchor.Kind} code. */
  public static final int REANCHOR_KIND_OFFSET = 388;

  /** u64: what the next segment's first sequence follows. */
  public static final int REANCHOR_LAST_SEQUENCE_OFFSET = 392;

  /** u64: what the next segment's first block id follows. */
  public static final int REANCHOR_LAST_BLOCK_ID_OFFSET = 400;

  /** 32 bytes: the next segment's chain anchor. */
  public static final int REANCHOR_CHAIN_DIGEST_OFFSET = 408;

  /** u64: how many events were taken out. */
  public static final int REANCHOR_REMOVED_EVENTS_OFFSET = 440;

  /** u64, ns since 1970. */
  public static final int REANCHOR_TIME_OFFSET = 448;

  /** u32: CRC-32C over all of the re-anchor before it. */
  public static final int REANCHOR_CHECKSUM_OFFSET = 508;

  private SegmentDescriptor() {}
}
