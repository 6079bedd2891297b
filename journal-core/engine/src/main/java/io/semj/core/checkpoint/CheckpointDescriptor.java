package io.semj.core.checkpoint;

import io.semj.checksum.Sha256;

/**
 * Where everything is in a checkpoint file, little-endian:
 *
 * <pre>
 *  0          256                256 + n        288 + n
 * +----------+------------------+--------------+
 * | header   | snapshot, n      | SHA-256      |   of the snapshot, then of the header
 * +----------+------------------+--------------+
 *
 *  header     0 4B  magic "SEMC"         4 u32 version            8 u32 flags   12 u32 reserved
 *            16 16B journal id          32 u64 checkpoint id     40 u64 sequence
 *            48 u64 time ns             56 u64 snapshot length n
 *            64 u64 generation          72 u64 end position      80 u64 sequence of the position
 *            88 u64 block id            96 32B chain digest
 *           128 u64 blocks             136 u64 events            of the segment up to there
 *           144 i64 first time         152 i64 last time        160 u64 last block's position
 *           168 u64 kernel's sequence  176 76B reserved         252 u32 CRC32C of [0, 252)
 * </pre>
 *
 * <p>The snapshot comes first in the digest since it is hashed while it is streamed, when the
 * header is not known yet: the digest is of what the application gave, not of what was read back.
 */
final class CheckpointDescriptor {
  static final int MAGIC = 0x434D4553;
  static final int VERSION = 1;
  static final int HEADER_LENGTH = 256;
  static final int TRAILER_LENGTH = Sha256.DIGEST_LENGTH;

  /** Flags that a reader must know to understand the file. */
  static final int INCOMPATIBLE_FLAGS = 0xFFFF0000;

  static final int MAGIC_OFFSET = 0;
  static final int VERSION_OFFSET = 4;
  static final int FLAGS_OFFSET = 8;
  static final int JOURNAL_ID_OFFSET = 16;
  static final int ID_OFFSET = 32;
  static final int SEQUENCE_OFFSET = 40;
  static final int CREATED_OFFSET = 48;
  static final int SNAPSHOT_LENGTH_OFFSET = 56;
  static final int GENERATION_OFFSET = 64;
  static final int END_POSITION_OFFSET = 72;
  static final int POSITION_SEQUENCE_OFFSET = 80;
  static final int BLOCK_ID_OFFSET = 88;
  static final int DIGEST_OFFSET = 96;
  static final int BLOCKS_OFFSET = 128;
  static final int EVENTS_OFFSET = 136;
  static final int FIRST_TIME_OFFSET = 144;
  static final int LAST_TIME_OFFSET = 152;
  static final int LAST_BLOCK_POSITION_OFFSET = 160;
  static final int KERNEL_SEQUENCE_OFFSET = 168;
  static final int CRC_OFFSET = 252;

  private CheckpointDescriptor() {}

  static long fileLength(long snapshotBytes) {
    return HEADER_LENGTH + snapshotBytes + TRAILER_LENGTH;
  }
}
