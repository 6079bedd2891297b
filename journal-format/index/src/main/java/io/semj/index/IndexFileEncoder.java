package io.semj.index;

import static io.semj.index.IndexFileDescriptor.*;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.Crc32c;
import io.semj.format.SegmentIdentity;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;

/**
 * Makes the index file of a closed segment. Kinds whose keys would make it larger than it may be
 * are left out, the largest first: a query by them then reads all blocks.
 */
public final class IndexFileEncoder {
  /** Kinds that every query can count on, since they are small. */
  private static final Set<KeyKind> ALWAYS =
      EnumSet.of(
          KeyKind.TYPE,
          KeyKind.CATEGORY,
          KeyKind.PRIORITY,
          KeyKind.EVENT_FLAG,
          KeyKind.USERSPACE_FLAG);

  private final LiveIndex index;
  private final KeyGroups keys;
  private int present = allKinds();

  private IndexFileEncoder(LiveIndex index) {
    this.index = index;
    this.keys = new KeyGroups(index.sortedPostings());
    if (!index.has(KeyKind.USER)) {
      leaveOut(KeyKind.USER);
    }
  }

  /**
   * Encodes an index that has all blocks of its segment.
   *
   * @param index of the segment; on the thread that added to it
   * @param segment that it is of
   * @param extractorId of the application's keys
   * @param mostBytes how long the file should be at most
   * @return the file's bytes, from 0 to the limit
   */
  public static ByteBuffer encode(
      LiveIndex index, SegmentFacts segment, long extractorId, long mostBytes) {
    IndexFileEncoder encoder = new IndexFileEncoder(index);
    encoder.fit(mostBytes);
    return encoder.encode(segment, extractorId);
  }

  private static int allKinds() {
    int bits = 0;
    for (KeyKind kind : KeyKind.values()) {
      bits |= 1 << kind.code();
    }
    return bits;
  }

  private void fit(long mostBytes) {
    while (length() > mostBytes) {
      KeyKind largest = null;
      for (KeyKind kind : KeyKind.values()) {
        if (!ALWAYS.contains(kind)
            && keys.length(kind.code()) > (largest == null ? 0 : keys.length(largest.code()))) {
          largest = kind;
        }
      }
      if (largest == null) {
        return;
      }
      leaveOut(largest);
    }
  }

  private void leaveOut(KeyKind kind) {
    keys.drop(kind.code());
    present &= ~(1 << kind.code());
  }

  private long length() {
    long length = kindsOffset(index.table().count()) + (long) KINDS * KIND_LENGTH;
    for (int kind = 0; kind < KINDS; kind++) {
      length += keys.length(kind);
    }
    return length + index.sparse().length();
  }

  private ByteBuffer encode(SegmentFacts segment, long extractorId) {
    BlockTable blocks = index.table();
    byte[] bytes = new byte[Math.toIntExact(length())];
    ByteBuffer file = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    TimeScale times = timeScale(blocks);
    file.position(HEADER_LENGTH);
    putBlocks(file, blocks, times);
    putRare(file, blockBits(blocks.count()));
    int frequentOffset = file.position();
    putFrequent(file);
    int sparseOffset = file.position();
    index.sparse().encode(file);
    file.putLong(FREQUENT_OFFSET, frequentOffset).putLong(SPARSE_OFFSET, sparseOffset);
    putHeader(file, segment, times, extractorId);
    file.putInt(
        BODY_CHECKSUM_OFFSET, Crc32c.of(bytes, HEADER_LENGTH, bytes.length - HEADER_LENGTH));
    file.putInt(HEADER_CHECKSUM_OFFSET, Crc32c.of(bytes, 0, HEADER_CHECKSUM_OFFSET));
    return file.rewind();
  }

  private static TimeScale timeScale(BlockTable blocks) {
    long first = blocks.count() == 0 ? 0 : Long.MAX_VALUE;
    long last = blocks.count() == 0 ? 0 : Long.MIN_VALUE;
    for (int i = 0; i < blocks.count(); i++) {
      first = Math.min(first, blocks.minTimestamp(i));
      last = Math.max(last, blocks.maxTimestamp(i));
    }
    return TimeScale.of(first, last);
  }

  private static long firstSequence(BlockTable blocks) {
    return blocks.count() == 0 ? 0 : blocks.firstSequence(0);
  }

  private static void putBlocks(ByteBuffer file, BlockTable blocks, TimeScale times) {
    long base = firstSequence(blocks);
    for (int i = 0; i < blocks.count(); i++) {
      file.putInt(unsigned(blocks.firstSequence(i) - base));
      file.putInt(unsigned(blocks.lastSequence(i) - blocks.firstSequence(i)));
      file.putInt(blocks.events(i));
      file.putInt(unsigned(blocks.position(i) / Long.BYTES));
      file.putInt(times.floor(blocks.minTimestamp(i)));
      file.putInt(times.ceil(blocks.maxTimestamp(i)));
    }
  }

  private static int unsigned(long value) {
    if (value >>> Integer.SIZE != 0) {
      throw new IllegalArgumentException("segment is too large for an index file: " + value);
    }
    return (int) value;
  }

  private void putRare(ByteBuffer file, int blockBits) {
    int kinds = file.position();
    file.position(kinds + KINDS * KIND_LENGTH);
    for (int kind = 0; kind < KINDS; kind++) {
      int count = keys.rareCount(kind);
      int at = kinds + kind * KIND_LENGTH;
      file.putInt(at, count);
      file.putInt(at + Integer.BYTES, RareKeys.bucketBits(count));
      file.putLong(at + Long.BYTES, file.position());
      if (count > 0) {
        RareKeys.encode(keys.postings(), keys.rareFrom(kind), count, blockBits, file);
      }
    }
  }

  private void putFrequent(ByteBuffer file) {
    int offset = 0;
    for (KeyGroups.Frequent key : keys.frequent()) {
      file.putLong(key.key()).putInt(offset).putInt(key.length());
      offset += key.length();
    }
    for (KeyGroups.Frequent key : keys.frequent()) {
      key.blocks().serialize(file);
    }
  }

  private void putHeader(ByteBuffer file, SegmentFacts segment, TimeScale times, long extractorId) {
    BlockTable blocks = index.table();
    file.putInt(MAGIC_OFFSET, MAGIC).putInt(VERSION_OFFSET, VERSION);
    file.put(JOURNAL_ID_OFFSET, SegmentIdentity.journalIdBytes(segment.journalId()));
    file.putLong(GENERATION_OFFSET, segment.generation());
    file.putLong(END_POSITION_OFFSET, segment.endPosition());
    file.put(DIGEST_OFFSET, segment.digest().toBytes());
    file.putLong(FIRST_SEQUENCE_OFFSET, firstSequence(blocks));
    file.putLong(LAST_SEQUENCE_OFFSET, index.lastSequence());
    file.putLong(FIRST_TIME_OFFSET, times.first()).putLong(LAST_TIME_OFFSET, times.last());
    file.putInt(TIME_SHIFT_OFFSET, times.shift()).putInt(BLOCK_COUNT_OFFSET, blocks.count());
    file.putInt(KINDS_PRESENT_OFFSET, present);
    file.putInt(FREQUENT_COUNT_OFFSET, keys.frequent().size());
    file.putLong(EXTRACTOR_OFFSET, extractorId).putLong(LENGTH_OFFSET, file.capacity());
  }
}
