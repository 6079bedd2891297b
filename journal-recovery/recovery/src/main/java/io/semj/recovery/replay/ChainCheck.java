package io.semj.recovery.replay;

import io.semj.core.read.BlockCursor;
import io.semj.format.BlockChainVerifier;
import io.semj.format.BlockFlyweight;
import io.semj.format.BlockVerdict;
import io.semj.format.ChainDigest;
import io.semj.format.RecordFlyweight;
import io.semj.format.SegmentIdentity;
import io.semj.format.SegmentReanchor;
import io.semj.recovery.replay.ReplayFinding.Kind;
import java.util.Optional;

/**
 * Follows the chain over blocks and segments, and holds the headers of blocks against their
 * records.
 */
final class ChainCheck {
  private final ReplayFindings findings;
  private final byte[] digest = new byte[ChainDigest.LENGTH];
  private BlockChainVerifier chain;
  private SegmentIdentity segment;
  private Optional<SegmentReanchor> reanchor = Optional.empty();

  ChainCheck(ReplayFindings findings) {
    this.findings = findings;
  }

  /** The next block; behind damage the chain begins anew, because a link of it is lost. */
  void block(BlockCursor blocks, boolean afterDamage) {
    BlockFlyweight block = blocks.block();
    boolean entered = segment == null || segment.generation() != block.generation();
    boolean known = chain != null && !afterDamage;
    if (entered) {
      segment = blocks.segment();
      boolean isFirst = block.blockId() == segment.firstBlockId();
      if (known && isFirst) {
        checkAnchor(block);
      }
      reanchor = blocks.head().reanchor();
      if (isFirst) {
        chain = new BlockChainVerifier(segment.chainAnchor().toBytes());
        known = true;
      }
    }
    if (known) {
      checkLink(blocks, block);
    }
    block.copyChainDigest(digest, 0);
    if (chain == null) {
      chain = new BlockChainVerifier(digest);
    } else {
      chain.restart(digest);
    }
  }

  private void checkAnchor(BlockFlyweight block) {
    // Behind a rewritten segment the chain goes on from what stood there before.
    ChainDigest before =
        reanchor.map(SegmentReanchor::chainDigest).orElseGet(() -> ChainDigest.of(digest));
    if (!segment.chainAnchor().equals(before)) {
      findings.broken(
          Kind.CHAIN,
          block.firstSequence(),
          "segment does not continue the chain: expected="
              + before
              + ", actual="
              + segment.chainAnchor());
    }
  }

  private void checkLink(BlockCursor blocks, BlockFlyweight block) {
    BlockVerdict verdict = chain.check(blocks.bytes(), blocks.offset(), block.blockSize());
    if (verdict != BlockVerdict.VALID) {
      findings.broken(
          Kind.CHAIN,
          block.firstSequence(),
          "block does not continue the chain: block=" + block.blockId() + ", checksum passed");
    }
  }

  /** The first record of the block. */
  void first(BlockFlyweight block, RecordFlyweight record) {
    check(record, "first timestamp", block.firstTimestampNanos(), record.timestampNanos());
    check(record, "first header sequence", block.firstHeaderSequence(), record.sequence());
    check(record, "first event id", block.firstEventId(), record.eventId());
  }

  /** The last record of the block. */
  void last(BlockFlyweight block, RecordFlyweight record) {
    check(record, "last timestamp", block.lastTimestampNanos(), record.timestampNanos());
    check(record, "last header sequence", block.lastHeaderSequence(), record.sequence());
    check(record, "last event id", block.lastEventId(), record.eventId());
  }

  private void check(RecordFlyweight record, String what, long inBlock, long inRecord) {
    if (inBlock != inRecord) {
      findings.broken(
          Kind.BLOCK_HEADER,
          record.userspaceSequence(),
          "block header does not fit its records: field="
              + what
              + ", expected="
              + inRecord
              + ", actual="
              + inBlock);
    }
  }
}
