package io.semj.index;

/**
 * Where everything lies in an index file. All integers are little-endian.
 *
 * <pre>
 *    0 +-----------------------------------------------------------------+
 *      | header: magic "SEMX", what segment it is of, sizes, CRC-32Cs    |
 *  192 +-----------------------------------------------------------------+
 *      | blocks, 24 bytes each: u32 first sequence - base,               |
 *      |   u32 last - first sequence, u32 records, u32 position / 8,     |
 *      |   u32 earliest, u32 latest time in units                        |
 *      +-----------------------------------------------------------------+
 *      | kinds, 16 of 16 bytes, by code: u32 entries, u32 bucket bits,   |
 *      |   u64 offset of the kind's buckets                              |
 *      +-----------------------------------------------------------------+
 *      | rare keys, for each kind: buckets, u32 each, 2^bits + 1 of them:|
 *      |   where a bucket's entries begin; then the entries, u32 each:   |
 *      |   bits of the hash above the ordinal of a block                 |
 *      +-----------------------------------------------------------------+
 *      | frequent keys, ascending, 16 bytes each: u64 key, u32 offset    |
 *      |   behind this table, u32 length of a bitmap of blocks           |
 *      +-----------------------------------------------------------------+
 *      | bitmaps, in the portable format of Roaring bitmaps              |
 *      +-----------------------------------------------------------------+
 *      | sequences - base of the records of blocks that have more        |
 *      |   sequences than records: a bitmap of that format               |
 *      +-----------------------------------------------------------------+
 * </pre>
 *
 * The bucket of a key is the top bucket-bits of the 36 bits of its hash, and an entry holds as many
 * of the next bits as there is room for above the bits that the largest ordinal needs.
 */
final class IndexFileDescriptor {
  static final int MAGIC = 0x584D4553;

  /** 3: links name effects by keys of their own. */
  static final int VERSION = 3;

  static final int HEADER_LENGTH = 192;
  static final int BLOCK_LENGTH = 24;
  static final int KIND_LENGTH = 16;
  static final int KINDS = 1 << KeyKind.CODE_BITS;
  static final int FREQUENT_LENGTH = 16;

  static final int MAGIC_OFFSET = 0;
  static final int VERSION_OFFSET = 4;
  static final int JOURNAL_ID_OFFSET = 8;
  static final int GENERATION_OFFSET = 24;
  static final int END_POSITION_OFFSET = 32;
  static final int DIGEST_OFFSET = 40;
  static final int FIRST_SEQUENCE_OFFSET = 72;
  static final int LAST_SEQUENCE_OFFSET = 80;
  static final int FIRST_TIME_OFFSET = 88;
  static final int LAST_TIME_OFFSET = 96;
  static final int TIME_SHIFT_OFFSET = 104;
  static final int BLOCK_COUNT_OFFSET = 108;
  static final int KINDS_PRESENT_OFFSET = 112;
  static final int FREQUENT_COUNT_OFFSET = 116;
  static final int EXTRACTOR_OFFSET = 120;
  static final int FREQUENT_OFFSET = 128;
  static final int LENGTH_OFFSET = 136;
  static final int SPARSE_OFFSET = 144;

  /** u32: CRC-32C of all behind the header. */
  static final int BODY_CHECKSUM_OFFSET = 184;

  /** u32: CRC-32C of the header before this field. */
  static final int HEADER_CHECKSUM_OFFSET = 188;

  private IndexFileDescriptor() {}

  /** Bits that the ordinals of so many blocks need. */
  static int blockBits(int blockCount) {
    return Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, blockCount - 1)));
  }

  /** Bits of the hash that an entry holds. */
  static int entryHashBits(int blockBits, int bucketBits) {
    return Math.min(Integer.SIZE - blockBits, IndexKey.HASH_BITS - bucketBits);
  }

  /** The offset of the kinds. */
  static int kindsOffset(int blockCount) {
    return HEADER_LENGTH + blockCount * BLOCK_LENGTH;
  }
}
