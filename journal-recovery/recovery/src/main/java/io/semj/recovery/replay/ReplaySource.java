package io.semj.recovery.replay;

import io.semj.core.read.BlockCursor;
import io.semj.core.read.LostEvents;
import io.semj.core.storage.JournalDirectory;
import io.semj.error.ConsistencyException;
import io.semj.error.CorruptionException;
import io.semj.error.ForeignFileException;
import io.semj.error.JournalException;
import io.semj.error.StorageErrorKind;
import io.semj.error.StorageException;
import io.semj.format.BlockDecoder;
import io.semj.format.BlockFlyweight;
import io.semj.format.RecordFlyweight;
import io.semj.format.RecordScanner;

/** Reads blocks and the records in them, past damage if asked to. One thread. */
final class ReplaySource implements AutoCloseable {
  private final BlockCursor blocks;
  private final boolean verifyChecksums;
  private final DamagePolicy onDamage;
  private final ReplayFindings findings;
  private final BlockDecoder decoder = new BlockDecoder();
  private final RecordScanner records = new RecordScanner();
  private final RecordFlyweight record = new RecordFlyweight();
  private long firstInBlock;
  private long lastInBlock;
  private long lastSequence;
  private boolean skippedDamage;

  ReplaySource(
      JournalDirectory directory,
      long fromSequence,
      boolean verifyChecksums,
      DamagePolicy onDamage,
      ReplayFindings findings) {
    this.blocks = new BlockCursor(directory, fromSequence, verifyChecksums);
    this.verifyChecksums = verifyChecksums;
    this.onDamage = onDamage;
    this.findings = findings;
  }

  /** Goes to the next block that can be read; false when there is none. */
  boolean nextBlock() {
    skippedDamage = false;
    while (true) {
      try {
        if (!blocks.next()) {
          return false;
        }
      } catch (StorageException | ConsistencyException | ForeignFileException e) {
        requireSkippable(e);
        findings.lost(blocks.skipDamage(), e);
        skippedDamage = true;
        continue;
      }
      findings.at(blocks.file().path(), blocks.position());
      if (decode()) {
        return true;
      }
    }
  }

  private boolean decode() {
    BlockFlyweight block = blocks.block();
    firstInBlock = block.firstSequence();
    lastInBlock = block.lastSequence();
    lastSequence = firstInBlock - 1;
    try {
      records.wrap(
          decoder.decode(blocks.bytes(), blocks.offset(), block.blockSize()),
          block.eventCount(),
          verifyChecksums);
      return true;
    } catch (StorageException e) {
      skipRestOfBlock(damaged(e));
      return false;
    }
  }

  /** Goes to the next record of the block; false when there is none, or none that can be read. */
  boolean nextRecord() {
    try {
      if (records.next()) {
        record.wrap(records.buffer(), records.offset());
        long sequence = record.userspaceSequence();
        if (sequence > lastSequence && sequence <= lastInBlock) {
          lastSequence = sequence;
          return true;
        }
        throw misplaced("record has another's sequence", lastSequence + 1, sequence);
      }
      if (lastSequence == lastInBlock) {
        return false;
      }
      throw misplaced("block ends before its last sequence", lastInBlock, lastSequence);
    } catch (StorageException e) {
      skipRestOfBlock(damaged(e));
      return false;
    }
  }

  private static CorruptionException misplaced(String what, long expected, long actual) {
    return new CorruptionException(what + ": expected=" + expected + ", actual=" + actual);
  }

  private void skipRestOfBlock(CorruptionException damage) {
    requireSkippable(damage);
    findings.lost(
        new LostEvents(blocks.file().path(), blocks.position(), lastSequence + 1, lastInBlock),
        damage);
    lastSequence = lastInBlock;
    skippedDamage = true;
  }

  private CorruptionException damaged(StorageException cause) {
    CorruptionException damaged =
        new CorruptionException(
            cause.getMessage() + (verifyChecksums ? ", block checksum passed" : ""),
            blocks.file().path().toString(),
            blocks.position());
    damaged.initCause(cause);
    return damaged;
  }

  private void requireSkippable(JournalException e) {
    boolean isDamage =
        !(e instanceof StorageException storage)
            || storage.kind() == StorageErrorKind.CORRUPTION
            || storage.kind() == StorageErrorKind.CHECKSUM_MISMATCH
            || storage.kind() == StorageErrorKind.COMPRESSION;
    if (onDamage == DamagePolicy.STOP || !isDamage) {
      throw e;
    }
  }

  /** Whether damage was passed over between the block before and this one, or in this one. */
  boolean skippedDamage() {
    return skippedDamage;
  }

  RecordFlyweight record() {
    return record;
  }

  /** Whether the record is the first of its block. */
  boolean isFirstOfBlock() {
    return records.index() == 0;
  }

  /** Whether the record is the last of its block. */
  boolean isLastOfBlock() {
    return lastSequence == lastInBlock;
  }

  long lastInBlock() {
    return lastInBlock;
  }

  BlockCursor blocks() {
    return blocks;
  }

  @Override
  public void close() {
    decoder.close();
    blocks.close();
  }
}
