package io.semj.recovery;

import io.semj.error.CompatibilityException;
import io.semj.error.StorageException;
import io.semj.format.BlockDecoder;
import io.semj.format.BlockFlyweight;
import io.semj.format.BlockSequences;
import io.semj.format.RecordFlyweight;
import io.semj.format.RecordScanner;
import java.nio.ByteBuffer;

/** Checks the records of blocks that are valid by themselves. */
final class RecordsCheck implements AutoCloseable {
  private final BlockDecoder decoder = new BlockDecoder();
  private final RecordScanner records = new RecordScanner();
  private final RecordFlyweight record = new RecordFlyweight();
  private final BlockSequences sequences = new BlockSequences();
  private long earliest;
  private long latest;

  /** What is wrong with the records of a block, or null. */
  String check(BlockFlyweight block, ByteBuffer bytes, int offset) {
    earliest = Long.MAX_VALUE;
    latest = Long.MIN_VALUE;
    sequences.wrap(block);
    try {
      records.wrap(decoder.decode(bytes, offset, block.blockSize()), block.eventCount(), true);
      while (records.next()) {
        record.wrap(records.buffer(), records.offset());
        earliest = Math.min(earliest, record.timestampNanos());
        latest = Math.max(latest, record.timestampNanos());
        String wrong = checkPlace(block);
        if (wrong != null) {
          return wrong;
        }
      }
      return checkEnd(block.lastTimestampNanos(), block.lastHeaderSequence(), block.lastEventId());
    } catch (StorageException | CompatibilityException e) {
      return e.getMessage();
    }
  }

  private String checkPlace(BlockFlyweight block) {
    int index = records.index();
    long sequence = record.userspaceSequence();
    if (!sequences.accepts(index, sequence)) {
      return differs("sequence", index, sequences.expected(index), sequence);
    }
    return index == 0
        ? checkEnd(block.firstTimestampNanos(), block.firstHeaderSequence(), block.firstEventId())
        : null;
  }

  /** Holds the record against what the block header says of the first or the last one. */
  private String checkEnd(long timestamp, long headerSequence, long eventId) {
    int index = records.index();
    if (record.timestampNanos() != timestamp) {
      return differs(
          "timestamp in block header", index, Long.toString(record.timestampNanos()), timestamp);
    }
    if (record.sequence() != headerSequence) {
      return differs(
          "sequence in block header", index, Long.toString(record.sequence()), headerSequence);
    }
    if (record.eventId() != eventId) {
      return differs("event id in block header", index, Long.toString(record.eventId()), eventId);
    }
    return null;
  }

  private static String differs(String what, int index, String expected, long actual) {
    return what
        + " differs: record="
        + index
        + ", expected="
        + expected
        + ", actual="
        + actual
        + ", checksums passed";
  }

  /** The earliest time of the block's events. */
  long earliest() {
    return earliest;
  }

  /** The latest time of the block's events. */
  long latest() {
    return latest;
  }

  @Override
  public void close() {
    decoder.close();
  }
}
