package io.semj.core.storage;

import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.error.CorruptionException;
import io.semj.error.StorageException;
import io.semj.format.BlockChainVerifier;
import io.semj.format.BlockDecoder;
import io.semj.format.BlockFlyweight;
import io.semj.format.BlockSequences;
import io.semj.format.BlockValidator;
import io.semj.format.BlockVerdict;
import io.semj.format.ChainDigest;
import io.semj.format.RecordFlyweight;
import io.semj.format.RecordScanner;
import io.semj.format.SegmentSeal;
import java.io.Closeable;
import java.io.IOException;

/**
 * Reads a sealed segment from its first record to its last and proves it on the way: every block by
 * itself and in its place, the chain, every record's checksum and sequence, and at the end the
 * seal. What does not hold is refused. One thread.
 */
public final class SealedSegmentReader implements Closeable {
  private final BlockSource source;
  private final SegmentHead head;
  private final BlockChainVerifier chain;
  private final BlockDecoder decoder = new BlockDecoder();
  private final RecordScanner records = new RecordScanner();
  private final RecordFlyweight record = new RecordFlyweight();
  private final BlockSequences sequences = new BlockSequences();
  private final byte[] digest = new byte[ChainDigest.LENGTH];
  private JournalPosition end;
  private long earliest;
  private long latest;
  private boolean inBlock;

  private SealedSegmentReader(BlockSource source) {
    this.source = source;
    this.head = source.head();
    this.end = JournalPosition.startOf(head.identity());
    this.chain = new BlockChainVerifier(end.digest().toBytes());
  }

  /**
   * Opens a segment.
   *
   * @param file of it
   * @return a reader in front of its first block
   * @throws IllegalArgumentException when it is not sealed
   * @throws io.semj.error.JournalException when its head is damaged or not of this version
   */
  public static SealedSegmentReader open(SegmentFile file) {
    try {
      BlockSource source = BlockSource.open(file);
      if (source.head().seal().isEmpty()) {
        source.close();
        throw new IllegalArgumentException("segment is not sealed: file=" + file.path());
      }
      return new SealedSegmentReader(source);
    } catch (IOException e) {
      throw StorageErrors.translate(e, file.path(), "open segment");
    }
  }

  /**
   * Goes to the next block; what is left of the one before is read first.
   *
   * @return false behind the last one, which is where the seal says
   * @throws CorruptionException when the segment is damaged here
   */
  public boolean nextBlock() {
    while (inBlock) {
      nextRecord();
    }
    SegmentSeal seal = head.seal().orElseThrow();
    if (end.endPosition() >= seal.endPosition()) {
      if (!end.seal(seal.sealTimeNanos()).equals(seal)) {
        throw damaged("seal does not agree with the blocks", null);
      }
      return false;
    }
    try {
      BlockVerdict verdict = check();
      if (verdict != BlockVerdict.VALID) {
        throw damaged("block is damaged: verdict=" + verdict, null);
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, head.file().path(), "read segment");
    }
    begin();
    return true;
  }

  private BlockVerdict check() throws IOException {
    BlockVerdict verdict = source.load(end.endPosition());
    if (verdict != BlockVerdict.VALID) {
      return verdict;
    }
    BlockFlyweight block = source.block();
    verdict = BlockValidator.checkContinuity(block, end.blockId() + 1, end.sequence());
    return verdict == BlockVerdict.VALID
        ? chain.check(source.bytes(), source.offset(), block.blockSize())
        : verdict;
  }

  private void begin() {
    BlockFlyweight block = source.block();
    try {
      records.wrap(
          decoder.decode(source.bytes(), source.offset(), block.blockSize()),
          block.eventCount(),
          true);
    } catch (StorageException e) {
      throw damaged("block does not decode", e);
    }
    sequences.wrap(block);
    earliest = Long.MAX_VALUE;
    latest = Long.MIN_VALUE;
    inBlock = true;
  }

  /**
   * Goes to the next record of the block.
   *
   * @return false behind the last one
   * @throws CorruptionException when a record is not what it must be
   */
  public boolean nextRecord() {
    try {
      if (!records.next()) {
        endBlock();
        return false;
      }
    } catch (StorageException e) {
      throw damaged("record is damaged", e);
    }
    record.wrap(records.buffer(), records.offset());
    if (!sequences.accepts(records.index(), record.userspaceSequence())) {
      throw damaged(
          "record has another's sequence: expected="
              + sequences.expected(records.index())
              + ", actual="
              + record.userspaceSequence(),
          null);
    }
    earliest = Math.min(earliest, record.timestampNanos());
    latest = Math.max(latest, record.timestampNanos());
    return true;
  }

  private void endBlock() {
    inBlock = false;
    BlockFlyweight block = source.block();
    chain.copyDigest(digest, 0);
    end =
        new JournalPosition(
            end.generation(),
            end.endPosition() + block.blockSize(),
            block.lastSequence(),
            block.blockId(),
            ChainDigest.of(digest),
            end.totals().plus(end.endPosition(), block.eventCount(), earliest, latest));
  }

  private CorruptionException damaged(String what, StorageException cause) {
    CorruptionException damaged =
        new CorruptionException(
            what
                + (cause == null ? "" : ", " + cause.getMessage())
                + ", afterSequence="
                + end.sequence(),
            head.file().path().toString(),
            end.endPosition());
    if (cause != null) {
      damaged.initCause(cause);
    }
    return damaged;
  }

  /**
   * The current record.
   *
   * @return a view, valid until the next call
   */
  public RecordFlyweight record() {
    return record;
  }

  /**
   * What the segment says of itself.
   *
   * @return the head
   */
  public SegmentHead head() {
    return head;
  }

  /**
   * How far it is read.
   *
   * @return the position behind the last block that is done
   */
  public long position() {
    return end.endPosition();
  }

  @Override
  public void close() {
    decoder.close();
    try {
      source.close();
    } catch (IOException e) {
      throw StorageErrors.translate(e, head.file().path(), "close");
    }
  }
}
