package io.semj.core.storage;

import io.semj.error.StorageException;
import io.semj.format.BlockChainVerifier;
import io.semj.format.BlockDecoder;
import io.semj.format.BlockFlyweight;
import io.semj.format.BlockValidator;
import io.semj.format.BlockVerdict;
import io.semj.format.ChainDigest;
import io.semj.format.RecordFlyweight;
import io.semj.format.RecordScanner;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Finds where a segment really ends, from a place that is known to be good. Reads only.
 *
 * <p>A block belongs to the log if and only if it is valid by itself, follows the block before it
 * in id and sequence, and continues its chain.
 */
public final class TailScanner {
  private final SegmentHead head;
  private final BlockDecoder decoder = new BlockDecoder();
  private final RecordScanner records = new RecordScanner();
  private final RecordFlyweight record = new RecordFlyweight();
  private final byte[] digest = new byte[ChainDigest.LENGTH];
  private JournalPosition end;
  private long durable;
  private BlockVerdict verdict;

  private TailScanner(SegmentHead head, JournalPosition from, long durable) {
    this.head = head;
    this.end = from;
    this.durable = durable;
  }

  /**
   * Scans a segment to its end.
   *
   * @param head of the segment
   * @param from a place in it that is known to be good
   * @param durableSequence up to where events are known to have been acknowledged
   * @return the facts
   */
  public static TailFacts scan(SegmentHead head, JournalPosition from, long durableSequence) {
    try {
      return new TailScanner(head, from, durableSequence).run();
    } catch (IOException e) {
      throw StorageErrors.translate(e, head.file().path(), "scan");
    }
  }

  /**
   * Whether a place that the durable mark tells is one: the last block before it is there.
   *
   * @param head of the segment
   * @param place in it
   * @return whether a scan may begin there
   */
  static boolean isReal(SegmentHead head, JournalPosition place) {
    if (place.totals().blocks() == 0) {
      return place.equals(JournalPosition.startOf(head.identity()));
    }
    long last = place.totals().lastBlockPosition();
    try (BlockSource source = new BlockSource(head.file().path(), place.generation())) {
      if (source.load(last) != BlockVerdict.VALID) {
        return false;
      }
      BlockFlyweight block = source.block();
      byte[] digest = new byte[ChainDigest.LENGTH];
      block.copyChainDigest(digest, 0);
      return last + block.blockSize() == place.endPosition()
          && block.blockId() == place.blockId()
          && block.lastSequence() == place.sequence()
          && place.digest().equals(ChainDigest.of(digest));
    } catch (IOException e) {
      throw StorageErrors.translate(e, head.file().path(), "scan");
    }
  }

  private TailFacts run() throws IOException {
    try (BlockSource source = new BlockSource(head.file().path(), end.generation());
        decoder) {
      BlockChainVerifier chain = new BlockChainVerifier(end.digest().toBytes());
      do {
        verdict = next(source, chain);
      } while (verdict == BlockVerdict.VALID);
      BehindEnd behind = BehindEnd.of(head.file().path(), end.generation(), end.endPosition());
      return new TailFacts(
          end,
          verdict,
          source.fileSize(),
          behind.lastUsedByte(),
          Math.max(durable, behind.durableSequence()));
    }
  }

  private BlockVerdict next(BlockSource source, BlockChainVerifier chain) throws IOException {
    BlockVerdict found = source.load(end.endPosition());
    if (found != BlockVerdict.VALID) {
      return found;
    }
    BlockFlyweight block = source.block();
    found = BlockValidator.checkContinuity(block, end.blockId() + 1, end.sequence());
    if (found != BlockVerdict.VALID) {
      return found;
    }
    found = chain.check(source.bytes(), source.offset(), block.blockSize());
    if (found != BlockVerdict.VALID) {
      return found;
    }
    SegmentTotals totals = totals(source, block);
    if (totals == null) {
      return BlockVerdict.BAD_CHECKSUM;
    }
    chain.copyDigest(digest, 0);
    durable = Math.max(durable, block.durableSequence());
    end =
        new JournalPosition(
            end.generation(),
            end.endPosition() + block.blockSize(),
            block.lastSequence(),
            block.blockId(),
            ChainDigest.of(digest, 0),
            totals);
    return BlockVerdict.VALID;
  }

  /** The totals with this block; null when its records do not decode. */
  private SegmentTotals totals(BlockSource source, BlockFlyweight block) {
    long earliest = Long.MAX_VALUE;
    long latest = Long.MIN_VALUE;
    try {
      ByteBuffer decoded = decoder.decode(source.bytes(), source.offset(), block.blockSize());
      records.wrap(decoded, block.eventCount(), true);
      while (records.next()) {
        long time = record.wrap(records.buffer(), records.offset()).timestampNanos();
        earliest = Math.min(earliest, time);
        latest = Math.max(latest, time);
      }
    } catch (StorageException e) {
      return null;
    }
    return end.totals().plus(end.endPosition(), block.eventCount(), earliest, latest);
  }
}
