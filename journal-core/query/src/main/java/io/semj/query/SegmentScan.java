package io.semj.query;

import io.semj.core.storage.BlockSource;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.StorageErrors;
import io.semj.error.CorruptionException;
import io.semj.error.StorageException;
import io.semj.format.BlockDecoder;
import io.semj.format.BlockFlyweight;
import io.semj.format.BlockVerdict;
import io.semj.format.RecordFlyweight;
import io.semj.format.RecordScanner;
import java.io.Closeable;
import java.io.IOException;

/**
 * Reads the blocks of one segment one after another, as far as there are any. A block's checksum is
 * compared, which proves its records too; theirs are not compared again. One thread.
 */
final class SegmentScan implements Closeable {
  private final SegmentFile file;
  private final BlockSource source;
  private final BlockDecoder decoder = new BlockDecoder();
  private final RecordScanner records = new RecordScanner();
  private final RecordFlyweight record = new RecordFlyweight();
  private long position;

  SegmentScan(SegmentFile file, long generation) throws IOException {
    this.file = file;
    this.source = new BlockSource(file.path(), generation);
  }

  /** Whether the file is still open. */
  boolean isOpen() {
    return source.isOpen();
  }

  /** Loads the block at a position; false when none is there yet. */
  boolean load(long at) {
    position = at;
    try {
      BlockVerdict verdict = source.load(at);
      if (verdict == BlockVerdict.END_OF_LOG || verdict == BlockVerdict.INCOMPLETE) {
        return false;
      }
      if (verdict != BlockVerdict.VALID) {
        throw new CorruptionException("block is damaged: " + verdict, file.path().toString(), at);
      }
      BlockFlyweight block = source.block();
      records.wrap(
          decoder.decode(source.bytes(), source.offset(), block.blockSize()),
          block.eventCount(),
          false);
      return true;
    } catch (IOException e) {
      throw StorageErrors.translate(e, file.path(), "read block");
    } catch (CorruptionException e) {
      throw e;
    } catch (StorageException e) {
      throw damaged(e);
    }
  }

  /** The block that was loaded. */
  BlockFlyweight block() {
    return source.block();
  }

  /** The next record of the block, or null behind its last. */
  RecordFlyweight next() {
    try {
      return records.next() ? record.wrap(records.buffer(), records.offset()) : null;
    } catch (StorageException e) {
      throw damaged(e);
    }
  }

  private CorruptionException damaged(StorageException cause) {
    CorruptionException damaged =
        new CorruptionException(
            cause.getMessage() + ", block checksum passed", file.path().toString(), position);
    damaged.initCause(cause);
    return damaged;
  }

  @Override
  public void close() throws IOException {
    decoder.close();
    source.close();
  }
}
