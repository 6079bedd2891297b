package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.BlockChain;
import io.semj.checksum.KernelCrc32;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Turns a run of finished records into a block: compresses what is worth it, links the block to the
 * chain, and seals it with its checksum. It allocates nothing, and belongs to one thread.
 */
public final class BlockEncoder {
  private static final int EVENT_TIME_LENGTH = 24;

  private final BlockCompressor compressor;
  private final BlockChain chain;
  private final ChainMode chainMode;
  private final KernelCrc32 crc = new KernelCrc32();
  private final UnsafeBuffer source = new UnsafeBuffer(0, 0);
  private final UnsafeBuffer block = new UnsafeBuffer(0, 0);
  private final byte[] digest = new byte[ChainDigest.LENGTH];

  /**
   * An encoder for blocks of one journal, whose chain covers all of their bytes.
   *
   * @param codec used by this encoder alone; its owner closes it
   * @param compressionThreshold the length of records from which they are compressed, in bytes
   * @param chain advanced by every block
   */
  public BlockEncoder(BlockCodec codec, int compressionThreshold, BlockChain chain) {
    this(codec, compressionThreshold, chain, ChainMode.SHA256);
  }

  /**
   * An encoder for blocks of one journal.
   *
   * @param codec used by this encoder alone; its owner closes it
   * @param compressionThreshold the length of records from which they are compressed, in bytes
   * @param chain advanced by every block
   * @param chainMode how
   */
  public BlockEncoder(
      BlockCodec codec, int compressionThreshold, BlockChain chain, ChainMode chainMode) {
    this.compressor = new BlockCompressor(codec, compressionThreshold);
    this.chain = chain;
    this.chainMode = chainMode;
  }

  /**
   * The room that {@link #encode} needs.
   *
   * @param recordsLength of all records together, in bytes
   * @return the most that their block can take while it is made, in bytes
   */
  public int maxBlockSize(int recordsLength) {
    return BlockDescriptor.blockSize(Math.max(recordsLength, compressor.maxLength(recordsLength)));
  }

  /**
   * Makes a block, and moves the chain on.
   *
   * @param info ids, sequences and the number of records
   * @param records holds them from its byte 0 on, one after another; direct and not of a mapped
   *     file. Its position and limit come back as they were.
   * @param recordsLength of all of them, in bytes
   * @param lastRecordOffset where the last one begins
   * @param target receives the block from its byte 0 on; direct, not of a mapped file, at least
   *     {@link #maxBlockSize} bytes. Its position is 0 and its limit the block's size afterwards.
   * @return the block's size in bytes
   */
  public int encode(
      BlockInfo info,
      ByteBuffer records,
      int recordsLength,
      int lastRecordOffset,
      ByteBuffer target) {
    int blockSize = encode(info, records, recordsLength, lastRecordOffset, target, 0);
    target.limit(blockSize).position(0);
    return blockSize;
  }

  /**
   * Makes a block somewhere in a buffer, and moves the chain on.
   *
   * @param info ids, sequences and the number of records
   * @param records as for the other method
   * @param recordsLength of all of them, in bytes
   * @param lastRecordOffset where the last one begins
   * @param target as for the other method, with its limit at least {@link #maxBlockSize} bytes
   *     behind the block's begin. Its position and limit come back as they were.
   * @param at where the block begins in the target
   * @return the block's size in bytes
   */
  public int encode(
      BlockInfo info,
      ByteBuffer records,
      int recordsLength,
      int lastRecordOffset,
      ByteBuffer target,
      int at) {
    int data = at + BlockDescriptor.HEADER_LENGTH;
    int stored = compressor.compress(records, recordsLength, target, data);
    return finish(info, records, recordsLength, lastRecordOffset, stored, target, at);
  }

  /**
   * Makes a block of records that were compressed before, as the encoder would have done it, and
   * moves the chain on.
   *
   * @param info ids, sequences and the number of records
   * @param records as for the other methods
   * @param recordsLength of all of them, in bytes
   * @param lastRecordOffset where the last one begins
   * @param compressed the records compressed, from its byte 0 on
   * @param compressedLength of them, or {@link BlockCompressor#NOT_WORTH_IT}
   * @param target as for the method that compresses
   * @param at where the block begins in the target
   * @return the block's size in bytes
   */
  public int encodeCompressed(
      BlockInfo info,
      ByteBuffer records,
      int recordsLength,
      int lastRecordOffset,
      ByteBuffer compressed,
      int compressedLength,
      ByteBuffer target,
      int at) {
    if (compressedLength >= 0) {
      target.put(at + BlockDescriptor.HEADER_LENGTH, compressed, 0, compressedLength);
    }
    return finish(info, records, recordsLength, lastRecordOffset, compressedLength, target, at);
  }

  private int finish(
      BlockInfo info,
      ByteBuffer records,
      int recordsLength,
      int lastRecordOffset,
      int compressedLength,
      ByteBuffer target,
      int at) {
    source.wrap(records);
    block.wrap(target, at, target.capacity() - at);
    int storedLength = compressedLength;
    boolean compressed = storedLength >= 0;
    if (!compressed) {
      storedLength = recordsLength;
      block.putBytes(BlockDescriptor.HEADER_LENGTH, source, 0, recordsLength);
    }
    int blockSize = BlockDescriptor.blockSize(storedLength);
    int trailer = blockSize - BlockDescriptor.TRAILER_LENGTH;
    int dataEnd = BlockDescriptor.HEADER_LENGTH + storedLength;
    block.setMemory(dataEnd, trailer - dataEnd, (byte) 0);

    putInt(BlockDescriptor.MAGIC_OFFSET, BlockDescriptor.MAGIC);
    putInt(BlockDescriptor.VERSION_OFFSET, BlockDescriptor.VERSION);
    putLong(BlockDescriptor.BLOCK_ID_OFFSET, info.blockId());
    putInt(BlockDescriptor.BLOCK_SIZE_OFFSET, blockSize);
    putInt(BlockDescriptor.EVENT_COUNT_OFFSET, info.eventCount());
    putInt(
        BlockDescriptor.COMPRESSION_TYPE_OFFSET,
        compressed ? compressor.compression().code() : BlockCompression.NONE.code());
    putInt(BlockDescriptor.COMPRESSED_SIZE_OFFSET, storedLength);
    putInt(BlockDescriptor.UNCOMPRESSED_SIZE_OFFSET, recordsLength);
    putInt(BlockDescriptor.BLOCK_CHECKSUM_OFFSET, 0);
    putEvent(0, BlockDescriptor.FIRST_EVENT_TIME_OFFSET, BlockDescriptor.FIRST_EVENT_ID_OFFSET);
    putEvent(
        lastRecordOffset,
        BlockDescriptor.LAST_EVENT_TIME_OFFSET,
        BlockDescriptor.LAST_EVENT_ID_OFFSET);
    putTrailer(info, trailer);
    seal(target, at, blockSize);
    return blockSize;
  }

  private void putEvent(int record, int timeOffset, int idOffset) {
    block.putBytes(timeOffset, source, record + RecordDescriptor.TIMESTAMP_OFFSET, Long.BYTES);
    block.putBytes(
        timeOffset + BlockDescriptor.TIME_SEQUENCE_OFFSET,
        source,
        record + RecordDescriptor.SEQUENCE_OFFSET,
        EVENT_TIME_LENGTH - Long.BYTES);
    block.putBytes(idOffset, source, record + RecordDescriptor.EVENT_ID_OFFSET, Long.BYTES);
  }

  private void putTrailer(BlockInfo info, int trailer) {
    putInt(trailer + BlockDescriptor.TRAILER_MAGIC_OFFSET, BlockDescriptor.TRAILER_MAGIC);
    putInt(
        trailer + BlockDescriptor.FLAGS_OFFSET,
        (info.lastSequence() == 0 ? 0 : BlockDescriptor.FLAG_SPARSE)
            | (chainMode == ChainMode.CRC32 ? BlockDescriptor.FLAG_LIGHT_CHAIN : 0));
    putLong(trailer + BlockDescriptor.GENERATION_OFFSET, info.generation());
    putLong(trailer + BlockDescriptor.FIRST_SEQUENCE_OFFSET, info.firstSequence());
    putLong(trailer + BlockDescriptor.DURABLE_SEQUENCE_OFFSET, info.durableSequence());
    putInt(trailer + BlockDescriptor.DROPPED_BEFORE_OFFSET, (int) info.droppedBefore());
    putInt(trailer + BlockDescriptor.ENCRYPTION_TYPE_OFFSET, 0);
    putLong(trailer + BlockDescriptor.ENCRYPTION_KEY_ID_OFFSET, 0);
    putLong(trailer + BlockDescriptor.LAST_SEQUENCE_OFFSET, info.lastSequence());
    putLong(trailer + BlockDescriptor.TRAILER_RESERVED_OFFSET, 0);
  }

  /** The digest covers all before it, with the checksum still 0; the checksum covers everything. */
  private void seal(ByteBuffer target, int at, int blockSize) {
    int position = target.position();
    int limit = target.limit();
    int digestOffset = blockSize - ChainDigest.LENGTH;
    crc.reset();
    crc.update(target, at, digestOffset);
    if (chainMode == ChainMode.CRC32) {
      chain.linkChecksum(crc.value());
    } else {
      chain.link(target, at, digestOffset);
    }
    chain.copyDigest(digest, 0);
    block.putBytes(digestOffset, digest);
    crc.update(target, at + digestOffset, ChainDigest.LENGTH);
    target.limit(limit).position(position);
    putInt(BlockDescriptor.BLOCK_CHECKSUM_OFFSET, crc.value());
  }

  private void putInt(int at, int value) {
    block.putInt(at, value, LITTLE_ENDIAN);
  }

  private void putLong(int at, long value) {
    block.putLong(at, value, LITTLE_ENDIAN);
  }
}
