package io.semj.query;

import io.semj.core.storage.BlockSource;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.StorageErrors;
import io.semj.format.BlockDecoder;
import io.semj.format.BlockFlyweight;
import io.semj.format.BlockVerdict;
import io.semj.format.RecordFlyweight;
import java.io.Closeable;
import java.io.IOException;

/** Reads the blocks of one segment one after another, as far as there are any. One thread. */
final class SegmentScan implements Closeable {
  private final SegmentFile file;
  private final BlockSource source;
  private final BlockDecoder decoder = new BlockDecoder();
  private final BlockRecords records;
  private BlockVerdict verdict = BlockVerdict.END_OF_LOG;

  SegmentScan(SegmentFile file, long generation) throws IOException {
    this.file = file;
    this.records = new BlockRecords(file);
    this.source = new BlockSource(file.path(), generation);
  }

  /** Whether the file is still open. */
  boolean isOpen() {
    return source.isOpen();
  }

  /** Loads the block at a position; false when no sound one is there. */
  boolean load(long at) {
    try {
      verdict = source.load(at);
    } catch (IOException e) {
      throw StorageErrors.translate(e, file.path(), "read block");
    }
    if (verdict != BlockVerdict.VALID) {
      return false;
    }
    BlockFlyweight block = source.block();
    records.begin(
        at,
        verdict,
        block,
        () -> decoder.decode(source.bytes(), source.offset(), block.blockSize()));
    return true;
  }

  /** What was found where a block was to be loaded last. */
  BlockVerdict verdict() {
    return verdict;
  }

  /** The block that was loaded. */
  BlockFlyweight block() {
    return source.block();
  }

  /** The next record of the block, or null behind its last. */
  RecordFlyweight next() {
    return records.next();
  }

  @Override
  public void close() throws IOException {
    decoder.close();
    source.close();
  }
}
