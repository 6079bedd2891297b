package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.error.CompressionException;
import io.semj.error.CorruptionException;
import io.semj.error.ResourceExhaustedException;
import io.semj.error.UnsupportedFeatureException;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Gives the records of a block that {@link BlockValidator} found valid. It allocates only when
 * blocks grow beyond all before, or lie in another place than the last. It belongs to one thread.
 */
public final class BlockDecoder implements AutoCloseable {
  private static final int INITIAL_CAPACITY = 64 * 1024;

  private final BlockCodec[] codecs = new BlockCodec[BlockCompression.values().length];
  private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
  private final BlockFlyweight header = new BlockFlyweight();
  private ByteBuffer decompressed = ByteBuffer.allocateDirect(0);
  private ByteBuffer viewed;
  private int viewedOffset;
  private ByteBuffer view;

  /** A decoder for all kinds of compression; each codec is made when it is first needed. */
  public BlockDecoder() {}

  /**
   * The records of a block.
   *
   * @param block holds the block; not of a mapped file. Position and limit are left anywhere.
   * @param offset of its first byte
   * @param size of it, as its header says
   * @return the records from byte 0 to the limit, little-endian: a view of the block, or this
   *     decoder's own memory. Good until the next call.
   * @throws CorruptionException if the sizes cannot be those of a block
   * @throws UnsupportedFeatureException if the compression is unknown or its library missing, or
   *     the block is encrypted
   * @throws CompressionException if the data does not decompress to its length
   * @throws ResourceExhaustedException if there is no memory for records of that length
   */
  public ByteBuffer decode(ByteBuffer block, int offset, int size) {
    buffer.wrap(block, offset, size);
    header.wrap(buffer, 0);
    int stored = size < BlockDescriptor.HEADER_LENGTH ? -1 : header.storedLength();
    int full = size < BlockDescriptor.HEADER_LENGTH ? -1 : header.uncompressedLength();
    if (stored < 0
        || full < 0
        || full > BlockDescriptor.MAX_UNCOMPRESSED_SIZE
        || header.blockSize() != size
        || stored > size - BlockDescriptor.HEADER_LENGTH - BlockDescriptor.TRAILER_LENGTH) {
      throw new CorruptionException(
          String.format(
              Locale.ROOT,
              "block sizes contradict each other: size=%d, storedLength=%d, uncompressedLength=%d",
              size,
              stored,
              full));
    }
    if (header.encryptionType() != 0) {
      throw new UnsupportedFeatureException(
          "block encryption is not supported: expected=0, actual="
              + Integer.toUnsignedString(header.encryptionType()));
    }
    BlockCompression compression = BlockCompression.ofCode(header.compressionType());
    int data = offset + BlockDescriptor.HEADER_LENGTH;
    return compression == BlockCompression.NONE
        ? view(block, data, stored, full)
        : decompress(compression, block, data, stored, full);
  }

  /** Frees the codecs' native memory; the decoder may still be used. */
  @Override
  public void close() {
    for (int i = 0; i < codecs.length; i++) {
      if (codecs[i] != null) {
        codecs[i].close();
        codecs[i] = null;
      }
    }
  }

  // The same buffer object is meant: equals() would compare the bytes.
  @SuppressWarnings("ReferenceEquality")
  private ByteBuffer view(ByteBuffer block, int data, int stored, int full) {
    if (stored != full) {
      throw new CorruptionException(
          "uncompressed block has two lengths: storedLength="
              + stored
              + ", uncompressedLength="
              + full);
    }
    if (viewed != block || viewedOffset != data) {
      block.clear().position(data);
      view = block.slice().order(LITTLE_ENDIAN);
      viewed = block;
      viewedOffset = data;
    }
    return view.limit(full).position(0);
  }

  private ByteBuffer decompress(
      BlockCompression compression, ByteBuffer block, int data, int stored, int full) {
    if (full > compression.mostExpanded(stored)) {
      throw new CompressionException(
          "data cannot decompress to its length: compression="
              + compression
              + ", storedLength="
              + stored
              + ", uncompressedLength="
              + full);
    }
    if (decompressed.capacity() < full) {
      decompressed = allocate(full);
    }
    codec(compression).decompress(block, data, stored, decompressed, 0, full);
    return decompressed.limit(full).position(0);
  }

  /** A length that a forged block claims must not end the program that reads it. */
  private static ByteBuffer allocate(int full) {
    int capacity = Math.max(INITIAL_CAPACITY, BitUtil.findNextPositivePowerOfTwo(full));
    try {
      return ByteBuffer.allocateDirect(capacity).order(LITTLE_ENDIAN);
    } catch (OutOfMemoryError e) {
      throw new ResourceExhaustedException(
          "no memory for the records of a block: uncompressedLength=" + full, e);
    }
  }

  private BlockCodec codec(BlockCompression compression) {
    BlockCodec codec = codecs[compression.code()];
    if (codec == null) {
      codec = BlockCodecs.create(compression);
      codecs[compression.code()] = codec;
    }
    return codec;
  }
}
