package io.semj.query;

import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.error.CorruptionException;
import io.semj.error.StorageException;
import io.semj.format.BlockFlyweight;
import io.semj.format.BlockVerdict;
import io.semj.format.RecordFlyweight;
import io.semj.format.RecordScanner;
import java.nio.ByteBuffer;

/**
 * The records of one block of a segment after another. A block's checksum was compared, which
 * proves its records too; theirs are not compared again. One thread.
 */
final class BlockRecords {
  private final SegmentFile file;
  private final RecordScanner records = new RecordScanner();
  private final RecordFlyweight record = new RecordFlyweight();
  private long position;

  BlockRecords(SegmentFile file) {
    this.file = file;
  }

  /** Gives the records of a block. */
  interface Decoding {
    /** Of a sound block, the records one behind another. */
    ByteBuffer decode();
  }

  /**
   * Begins in front of the first record of a block.
   *
   * @param at where the block begins in its segment
   * @param verdict on it
   * @throws CorruptionException when it is not sound
   */
  void begin(long at, BlockVerdict verdict, BlockFlyweight block, Decoding decoding) {
    position = at;
    if (verdict != BlockVerdict.VALID) {
      throw new CorruptionException("block is damaged: " + verdict, file.path().toString(), at);
    }
    try {
      records.wrap(decoding.decode(), block.eventCount(), false);
    } catch (StorageException e) {
      throw damaged(e);
    }
  }

  /** The next record, or null behind the last. */
  RecordFlyweight next() {
    try {
      return records.next() ? record.wrap(records.buffer(), records.offset()) : null;
    } catch (StorageException e) {
      throw damaged(e);
    }
  }

  /** A record that {@link #next} gave before, by its offset then. */
  RecordFlyweight at(RecordFlyweight view, int offset) {
    return view.wrap(records.buffer(), offset);
  }

  private CorruptionException damaged(StorageException cause) {
    CorruptionException damaged =
        new CorruptionException(
            cause.getMessage() + ", block checksum passed", file.path().toString(), position);
    damaged.initCause(cause);
    return damaged;
  }
}
