package io.semj.format;

import java.nio.ByteBuffer;

/** Compresses the records of blocks where that is worth it. Belongs to one thread. */
public final class BlockCompressor {
  /** What does not become shorter is stored as it is. */
  public static final int NOT_WORTH_IT = -1;

  private final BlockCodec codec;
  private final int threshold;

  /**
   * A compressor.
   *
   * @param codec used by this compressor alone; its owner closes it
   * @param threshold the length of records from which they are compressed, in bytes
   */
  public BlockCompressor(BlockCodec codec, int threshold) {
    this.codec = codec;
    this.threshold = threshold;
  }

  /**
   * The room that {@link #compress} needs.
   *
   * @param recordsLength of all records together, in bytes
   * @return the most that they can take while they are compressed, in bytes
   */
  public int maxLength(int recordsLength) {
    return codec.maxCompressedLength(recordsLength);
  }

  /**
   * Compresses records.
   *
   * @param records holds them from its byte 0 on; direct and not of a mapped file. Its position and
   *     limit come back as they were.
   * @param recordsLength of all of them, in bytes
   * @param target direct, not of a mapped file. Its position and limit come back as they were.
   * @param at where the compressed bytes begin in the target
   * @return how many they are, or {@link #NOT_WORTH_IT}
   */
  public int compress(ByteBuffer records, int recordsLength, ByteBuffer target, int at) {
    if (!mayBeWorthIt(recordsLength)) {
      return NOT_WORTH_IT;
    }
    int position = records.position();
    int limit = records.limit();
    int targetPosition = target.position();
    int targetLimit = target.limit();
    int length = codec.compress(records, 0, recordsLength, target, at, maxLength(recordsLength));
    records.limit(limit).position(position);
    target.limit(targetLimit).position(targetPosition);
    return length < recordsLength ? length : NOT_WORTH_IT;
  }

  /**
   * Whether compressing is tried.
   *
   * @param recordsLength of all records together, in bytes
   * @return whether records of this length may become shorter
   */
  public boolean mayBeWorthIt(int recordsLength) {
    return recordsLength >= threshold && codec.compression() != BlockCompression.NONE;
  }

  BlockCompression compression() {
    return codec.compression();
  }
}
