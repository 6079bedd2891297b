package io.semj.query;

import io.semj.format.BlockFlyweight;
import io.semj.format.BlockValidator;
import io.semj.format.BlockVerdict;
import java.nio.ByteBuffer;

/**
 * A block that was read before it is asked for: one thread reads it and takes its records, and this
 * or another one checks and decompresses it in between.
 */
final class AheadBlock {
  private final ReadMemory memory;
  private final BlockValidator validator;
  private final BlockFlyweight block = new BlockFlyweight();
  private long position;
  private int length;
  private RuntimeException unread;
  private BlockVerdict verdict;
  private ByteBuffer records;
  private Throwable failure;
  private volatile boolean decoded;

  AheadBlock(ReadMemory memory, long generation) {
    this.memory = memory;
    this.validator = new BlockValidator(generation);
  }

  ReadMemory memory() {
    return memory;
  }

  long position() {
    return position;
  }

  /** Room for the bytes of a block, which are to be {@link #wasRead} before it is decoded. */
  ByteBuffer begin(long from, int size) {
    decoded = false;
    unread = null;
    failure = null;
    records = null;
    position = from;
    length = 0;
    return memory.stored(size).clear().limit(size);
  }

  void wasRead(int bytes) {
    length = bytes;
  }

  /** What reading it led to is for whoever asks for it. */
  void wasNotRead(RuntimeException cause) {
    unread = cause;
  }

  /** Checks and decompresses. What is wrong is said to whoever takes the records. */
  void decode() {
    try {
      if (unread == null) {
        ByteBuffer stored = memory.stored(0);
        stored.clear();
        verdict = validator.check(stored, 0, length);
        if (verdict == BlockVerdict.VALID) {
          block.wrap(memory.view(), 0);
          records = memory.decode(0, block.blockSize());
        }
      }
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      decoded = true;
    }
  }

  boolean isDecoded() {
    return decoded;
  }

  /** Gives the block to its reader, once it is decoded. */
  void giveTo(BlockRecords reader) {
    if (unread != null) {
      throw unread;
    }
    reader.begin(position, verdict, block, this::records);
  }

  private ByteBuffer records() {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    return records;
  }
}
