package io.semj.recovery.facts;

import io.semj.format.BlockChainVerifier;
import io.semj.format.BlockFlyweight;
import io.semj.format.BlockVerdict;
import io.semj.format.ChainDigest;
import io.semj.format.SegmentIdentity;
import io.semj.format.SegmentSeal;
import io.semj.recovery.facts.SegmentDamage.ByteRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at all blocks of one segment. Reads only. */
final class SegmentScan {
  private final ObservedHead head;
  private final BlockWindow window;
  private final Optional<SegmentIdentity> identity;
  private final SequenceLedger ledger;
  private final BlockChainVerifier chain = new BlockChainVerifier(new byte[ChainDigest.LENGTH]);
  private final byte[] digest = new byte[ChainDigest.LENGTH];
  private final List<ByteRange> ranges = new ArrayList<>();
  private boolean chainKnown;
  private long expectedBlockId;
  private long rangeCount;
  private long damagedBytes;
  private long afterSequence = SegmentDamage.NOWHERE;
  private long brokenLinks;
  private long tornBytes;
  private boolean unreadable;
  private long firstSequence;
  private long lastSequence;
  private long firstBlockId;
  private long lastBlockId;
  private long blocks;
  private long events;
  private long durable;
  private long end;

  SegmentScan(ObservedHead head, BlockWindow window, SequenceLedger ledger) {
    this.head = head;
    this.window = window;
    this.identity = head.identity();
    this.ledger = ledger;
    this.lastSequence = window.afterSequence();
    identity.ifPresent(this::beginAt);
  }

  private void beginAt(SegmentIdentity known) {
    System.arraycopy(known.chainAnchor().toBytes(), 0, digest, 0, digest.length);
    chain.restart(digest);
    chainKnown = true;
    expectedBlockId = known.firstBlockId();
  }

  /** Hears how far the scan is in its segment. */
  interface Progress {
    void at(long position, long events);
  }

  /** Walks the segment; the results are there afterwards. */
  void run(Progress progress) throws IOException {
    try (ProvenBlocks found = new ProvenBlocks(head.file().path(), window)) {
      end = found.end();
      while (found.next()) {
        if (found.damagedFrom() < found.position()) {
          damaged(found.damagedFrom(), found.position());
        }
        checkLink(found);
        count(found.block());
        end = found.end();
        progress.at(end, events);
      }
      if (!head.isSealed()) {
        tornBytes = found.usedBehind(end) - end;
        if (tornBytes > 0) {
          damageBegins();
        }
      }
      unreadable = found.metUnreadable();
      if (unreadable) {
        damageBegins(); // what could not be read may have been events
      }
    }
  }

  private void damaged(long from, long to) {
    damageBegins();
    rangeCount++;
    damagedBytes += to - from;
    if (ranges.size() < SegmentDamage.MOST_LISTED) {
      ranges.add(new ByteRange(from, to));
    }
    // The digest before the next block is lost with what was damaged.
    chainKnown = false;
  }

  private void damageBegins() {
    afterSequence = Math.min(afterSequence, lastSequence);
  }

  private void checkLink(ProvenBlocks found) {
    BlockFlyweight block = found.block();
    boolean linked =
        !chainKnown
            || (block.blockId() == expectedBlockId
                && chain.check(found.bytes(), found.offset(), block.blockSize())
                    == BlockVerdict.VALID);
    if (!linked) {
      brokenLinks++;
      damageBegins();
    }
    block.copyChainDigest(digest, 0);
    chain.restart(digest);
    chainKnown = true;
    expectedBlockId = block.blockId() + 1;
  }

  private void count(BlockFlyweight block) {
    if (blocks == 0) {
      firstSequence = block.firstSequence();
      firstBlockId = block.blockId();
    }
    ledger.block(block.firstSequence(), block.lastSequence(), block.droppedBefore());
    blocks++;
    events += block.eventCount();
    lastSequence = block.lastSequence();
    lastBlockId = block.blockId();
    durable = Math.max(durable, block.durableSequence());
  }

  SegmentContents contents() {
    boolean known = blocks > 0 || identity.isPresent();
    return new SegmentContents(
        window.generation(),
        firstSequence,
        blocks == 0 ? 0 : lastSequence,
        firstBlockId,
        lastBlockId,
        blocks,
        events,
        end,
        ChainDigest.of(known ? digest : new byte[ChainDigest.LENGTH]),
        durable);
  }

  SegmentDamage damage() {
    boolean differs = head.head().flatMap(h -> h.seal()).map(this::differs).orElse(false);
    return new SegmentDamage(
        ranges,
        rangeCount,
        damagedBytes,
        afterSequence,
        brokenLinks,
        differs,
        tornBytes,
        unreadable);
  }

  private boolean differs(SegmentSeal seal) {
    long last = blocks == 0 ? identity.orElseThrow().firstSequence() - 1 : lastSequence;
    return seal.endPosition() != end
        || seal.blockCount() != blocks
        || seal.eventCount() != events
        || seal.lastSequence() != last
        || !seal.chainDigest().equals(ChainDigest.of(digest));
  }
}
