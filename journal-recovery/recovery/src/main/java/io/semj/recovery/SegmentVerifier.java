package io.semj.recovery;

import io.semj.core.storage.BlockSearch;
import io.semj.core.storage.BlockSource;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.SegmentTotals;
import io.semj.format.BlockChainVerifier;
import io.semj.format.BlockDescriptor;
import io.semj.format.BlockFlyweight;
import io.semj.format.BlockValidator;
import io.semj.format.BlockVerdict;
import io.semj.format.ChainDigest;
import io.semj.format.SegmentReanchor;
import io.semj.format.SegmentSeal;
import io.semj.recovery.IntegrityProblem.Kind;
import java.io.IOException;

/** Verifies the blocks of one segment, and its seal. Behind damage it goes on where it can. */
final class SegmentVerifier {
  private final Findings findings;
  private final SegmentProgress progress;
  private final BlockSource source;
  private final SegmentHead head;
  private final RecordsCheck records;
  private final boolean last;
  private final long limit;
  private final BlockChainVerifier chain;
  private final byte[] digest = new byte[ChainDigest.LENGTH];
  private JournalPosition end;
  private boolean afterDamage;
  private boolean endsTorn;

  SegmentVerifier(
      Findings findings,
      SegmentProgress progress,
      RecordsCheck records,
      BlockSource source,
      boolean last) {
    this.findings = findings;
    this.progress = progress;
    this.records = records;
    this.source = source;
    this.head = source.head();
    this.last = last;
    this.limit = head.seal().map(SegmentSeal::endPosition).orElse(Long.MAX_VALUE);
    this.end = JournalPosition.startOf(head.identity());
    this.chain = new BlockChainVerifier(end.digest().toBytes());
  }

  /** Verifies all; returns where the segment ends, or null when that cannot be told. */
  JournalPosition verify() throws IOException {
    long problemsBefore = findings.problemCount();
    while (end.endPosition() < limit && step()) {
      progress.at(end.endPosition(), findings.events());
    }
    if (head.seal().isEmpty()) {
      return endsTorn ? null : end;
    }
    head.reanchor().ifPresent(this::reportRewriting);
    // Where there is damage the totals cannot agree, and that is said already.
    if (findings.problemCount() == problemsBefore) {
      String wrong = SealCheck.check(head, end);
      if (wrong != null) {
        problem(Kind.SEAL, 0, wrong);
      }
    }
    return head.continuation().orElseThrow();
  }

  private void reportRewriting(SegmentReanchor reanchor) {
    long first = head.identity().firstSequence();
    long missing = reanchor.lastSequence() - first + 1 - end.totals().events();
    findings.rewritten(
        new RewrittenSegment(
            head.file().path(),
            reanchor.kindCode(),
            first,
            reanchor.lastSequence(),
            reanchor.removedEvents(),
            missing - reanchor.removedEvents(),
            reanchor.timeNanos()));
  }

  /** Takes the next block, or steps over damage; false where the log ends. */
  private boolean step() throws IOException {
    BlockVerdict verdict = source.load(end.endPosition());
    if (verdict == BlockVerdict.VALID) {
      take();
      return true;
    }
    long behind = findBehind();
    if (behind != BlockSearch.NONE) {
      // A writer may have gone on while we looked: then the block is there now.
      if (source.load(end.endPosition()) != BlockVerdict.VALID) {
        stepOver(verdict, behind);
      }
      return true;
    }
    if (verdict != BlockVerdict.END_OF_LOG || head.seal().isPresent()) {
      endsTorn = true;
      boolean tail = last && head.seal().isEmpty();
      problem(
          tail ? Kind.TORN_TAIL : Kind.BLOCK,
          end.endPosition(),
          "no valid block here nor behind: verdict="
              + verdict
              + ", afterSequence="
              + end.sequence()
              + (tail ? "" : ", expectedEnd=" + expectedEnd()));
    }
    return false;
  }

  private String expectedEnd() {
    return head.seal().isPresent() ? Long.toString(limit) : "unknown";
  }

  private long findBehind() throws IOException {
    long from = end.endPosition() + BlockDescriptor.ALIGNMENT;
    return BlockSearch.find(head.file().path(), source, from, limit, end.blockId());
  }

  private void stepOver(BlockVerdict verdict, long behind) throws IOException {
    if (source.load(behind) != BlockVerdict.VALID) {
      throw new IOException("block changed while it was read: position=" + behind);
    }
    BlockFlyweight next = source.block();
    long lastLost = next.firstSequence() - next.droppedBefore() - 1;
    problem(
        Kind.BLOCK,
        end.endPosition(),
        "block is damaged: verdict="
            + verdict
            + ", lostSequences="
            + (end.sequence() + 1)
            + ".."
            + lastLost
            + ", nextBlockAt="
            + behind);
    end =
        new JournalPosition(
            end.generation(), behind, lastLost, next.blockId() - 1, end.digest(), end.totals());
    afterDamage = true;
  }

  private void take() {
    BlockFlyweight block = source.block();
    boolean placed = checkPlace(block);
    boolean chained = checkChain(block);
    boolean readable = checkRecords(block);
    // In a rewritten segment what was dropped is not told from what was taken out.
    if (block.droppedBefore() > 0 && head.reanchor().isEmpty()) {
      findings.gap(block.firstSequence() - block.droppedBefore(), block.droppedBefore());
    }
    if (placed && chained && readable) {
      findings.block(block);
    }
    SegmentTotals totals =
        end.totals()
            .plus(end.endPosition(), block.eventCount(), records.earliest(), records.latest());
    block.copyChainDigest(digest, 0);
    chain.restart(digest);
    end =
        new JournalPosition(
            end.generation(),
            end.endPosition() + block.blockSize(),
            block.lastSequence(),
            block.blockId(),
            ChainDigest.of(digest, 0),
            totals);
  }

  private boolean checkPlace(BlockFlyweight block) {
    BlockVerdict verdict = BlockValidator.checkContinuity(block, end.blockId() + 1, end.sequence());
    if (verdict != BlockVerdict.VALID) {
      problem(
          Kind.CONTINUITY,
          end.endPosition(),
          "block does not follow the one before it: verdict="
              + verdict
              + ", expectedBlock="
              + (end.blockId() + 1)
              + ", actualBlock="
              + block.blockId()
              + ", expectedSequence="
              + (end.sequence() + 1 + block.droppedBefore())
              + ", actualSequence="
              + block.firstSequence());
      return false;
    }
    if (end.endPosition() + block.blockSize() > limit) {
      problem(Kind.SEAL, end.endPosition(), "block goes beyond the sealed end: end=" + limit);
      return false;
    }
    if (block.durableSequence() >= block.firstSequence()) {
      problem(
          Kind.CONTINUITY,
          end.endPosition(),
          "block calls its own events durable: durableSequence="
              + block.durableSequence()
              + ", firstSequence="
              + block.firstSequence());
      return false;
    }
    return true;
  }

  private boolean checkChain(BlockFlyweight block) {
    if (afterDamage) {
      // The digest before this block is lost with what was damaged.
      afterDamage = false;
      return true;
    }
    BlockVerdict verdict = chain.check(source.bytes(), source.offset(), block.blockSize());
    if (verdict != BlockVerdict.VALID) {
      problem(
          Kind.CHAIN,
          end.endPosition(),
          "block does not continue the chain: block="
              + block.blockId()
              + ", firstSequence="
              + block.firstSequence()
              + ", checksum passed");
      return false;
    }
    return true;
  }

  private boolean checkRecords(BlockFlyweight block) {
    String wrong = records.check(block, source.bytes(), source.offset());
    if (wrong != null) {
      problem(
          Kind.RECORD,
          end.endPosition(),
          wrong + ", firstSequence=" + block.firstSequence() + ", block checksum passed");
      return false;
    }
    return true;
  }

  private void problem(Kind kind, long position, String what) {
    findings.problem(kind, head.file(), position, what);
  }
}
