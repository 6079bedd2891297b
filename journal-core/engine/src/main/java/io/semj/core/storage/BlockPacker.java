package io.semj.core.storage;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.BlockChain;
import io.semj.error.RecoveryException;
import io.semj.format.BlockCodec;
import io.semj.format.BlockCodecs;
import io.semj.format.BlockCompression;
import io.semj.format.BlockEncoder;
import io.semj.format.BlockInfo;
import io.semj.format.ChainDigest;
import io.semj.format.RecordFlyweight;
import io.semj.format.SegmentIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Packs finished records into the blocks of a segment that is written anew. Records come in groups,
 * the events of one block as it was: a group is never spread over two blocks, so what was emitted
 * together stays together; small groups are put together into blocks of up to 63 KiB. Memory: twice
 * the largest group and 128 KiB. One thread.
 */
public final class BlockPacker implements Closeable {
  /** What the records of several groups together may be at most, in bytes. */
  private static final int FULL = 63 * 1024;

  /** Records that are shorter together are not compressed, as by a journal's default. */
  private static final int COMPRESSION_THRESHOLD = 1024;

  private static final long MOST_DROPPED = 0xFFFF_FFFFL;

  private final BlockCodec codec;
  private final BlockChain chain;
  private final BlockEncoder encoder;
  private final Sink sink;
  private final BlockInfo info = new BlockInfo();
  private final RecordFlyweight record = new RecordFlyweight();
  private final RecordRun packed = new RecordRun();
  private final RecordRun group = new RecordRun();
  private final byte[] digest = new byte[ChainDigest.LENGTH];
  private ByteBuffer records = ByteBuffer.allocateDirect(2 * FULL).order(LITTLE_ENDIAN);
  private UnsafeBuffer view = new UnsafeBuffer(records);
  private ByteBuffer block = ByteBuffer.allocateDirect(2 * FULL).order(LITTLE_ENDIAN);
  private JournalPosition end;

  /** Takes the blocks. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes the next block.
     *
     * @param block its bytes, from position 0 to the limit; good during the call only
     * @param position in the segment
     * @throws IOException when it cannot be written
     */
    void accept(ByteBuffer block, long position) throws IOException;
  }

  /**
   * A packer for all blocks of a segment.
   *
   * @param identity of the segment
   * @param compression of the blocks
   * @param sink takes them
   * @throws io.semj.error.UnsupportedFeatureException when the compression's library is missing
   */
  public BlockPacker(SegmentIdentity identity, BlockCompression compression, Sink sink) {
    this.end = JournalPosition.startOf(identity);
    this.chain = new BlockChain(end.digest().toBytes());
    this.codec = BlockCodecs.create(compression);
    this.encoder = new BlockEncoder(codec, COMPRESSION_THRESHOLD, chain);
    this.sink = sink;
  }

  /**
   * Takes a record, byte for byte.
   *
   * @param buffer that holds it
   * @param offset of it
   * @param length of it, in bytes
   * @throws IllegalArgumentException when its sequence is not above all before
   */
  public void add(DirectBuffer buffer, int offset, int length) {
    record.wrap(buffer, offset);
    long sequence = record.userspaceSequence();
    long last = lastSequence();
    if (sequence <= last) {
      throw new IllegalArgumentException(
          "sequences must ascend: last=" + last + ", actual=" + sequence);
    }
    int at = packed.length() + group.length();
    ensureRoom(at + length);
    view.putBytes(at, buffer, offset, length);
    group.add(sequence, record.timestampNanos(), length);
  }

  private long lastSequence() {
    if (!group.isEmpty()) {
      return group.last();
    }
    return packed.isEmpty() ? end.sequence() : packed.last();
  }

  private void ensureRoom(int needed) {
    if (needed > records.capacity()) {
      ByteBuffer old = records;
      int twice = (int) Math.min(Integer.MAX_VALUE - 8L, old.capacity() * 2L);
      records = ByteBuffer.allocateDirect(Math.max(needed, twice)).order(LITTLE_ENDIAN);
      records.put(0, old, 0, packed.length() + group.length());
      view = new UnsafeBuffer(records);
    }
  }

  /**
   * The records since the last call belong together.
   *
   * @throws IOException when the sink fails
   */
  public void endGroup() throws IOException {
    if (!packed.isEmpty() && packed.length() + group.length() > FULL) {
      int groupLength = group.length();
      int groupStart = packed.length();
      flush();
      view.putBytes(0, view, groupStart, groupLength);
    }
    packed.append(group);
    group.clear();
  }

  /**
   * Ends the last group and block.
   *
   * @return where the segment ends
   * @throws IOException when the sink fails
   */
  public JournalPosition finish() throws IOException {
    endGroup();
    if (!packed.isEmpty()) {
      flush();
    }
    return end;
  }

  /** Makes a block of what is packed. */
  private void flush() throws IOException {
    long dropped = packed.first() - end.sequence() - 1;
    if (dropped > MOST_DROPPED) {
      throw new RecoveryException(
          "gap of sequences is larger than a block can tell: afterSequence="
              + end.sequence()
              + ", missing="
              + dropped
              + ", most="
              + MOST_DROPPED);
    }
    info.blockId(end.blockId() + 1)
        .generation(end.generation())
        .firstSequence(packed.first())
        .eventCount(packed.count())
        .durableSequence(packed.first() - 1)
        .droppedBefore(dropped)
        .lastSequence(packed.isDense() ? 0 : packed.last());
    int needed = encoder.maxBlockSize(packed.length());
    if (block.capacity() < needed) {
      block = ByteBuffer.allocateDirect(needed + needed / 4).order(LITTLE_ENDIAN);
    }
    block.clear();
    int size = encoder.encode(info, records, packed.length(), packed.lastOffset(), block);
    sink.accept(block, end.endPosition());
    advance(size);
    packed.clear();
  }

  private void advance(int size) {
    chain.copyDigest(digest, 0);
    SegmentTotals totals =
        end.totals().plus(end.endPosition(), packed.count(), packed.earliest(), packed.latest());
    end =
        new JournalPosition(
            end.generation(),
            end.endPosition() + size,
            packed.last(),
            end.blockId() + 1,
            ChainDigest.of(digest),
            totals);
  }

  /** Frees the codec's native memory. */
  @Override
  public void close() {
    codec.close();
  }
}
