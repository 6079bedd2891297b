package io.semj.core.checkpoint;

import io.semj.core.storage.BlockSource;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.StorageErrors;
import io.semj.error.ConsistencyException;
import io.semj.format.BlockFlyweight;
import io.semj.format.BlockVerdict;
import io.semj.format.ChainDigest;
import io.semj.format.SegmentIdentity;
import io.semj.format.SegmentReanchor;
import io.semj.format.SegmentReanchor.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells whether a checkpoint and a journal go together, by the heads of at most two segments and
 * one block: the chain digest of the block the checkpoint stands behind stands for all before it.
 */
public final class CheckpointCheck {
  private CheckpointCheck() {}

  /**
   * Compares a checkpoint with a journal's segments as they are.
   *
   * @param journalDirectory of the journal
   * @param checkpoint any checkpoint; its snapshot is not looked at
   * @param lastSequence of the journal
   * @return whether it fits, or the first reason why not in the order of the enum
   * @throws io.semj.error.JournalException when a segment's head is damaged or cannot be read
   */
  public static CheckpointFit fit(Path journalDirectory, Checkpoint checkpoint, long lastSequence) {
    List<SegmentFile> segments = segments(journalDirectory);
    if (!segments.isEmpty() && !journalId(segments).equals(checkpoint.journalId())) {
      return CheckpointFit.OTHER_JOURNAL;
    }
    long furthest = Math.max(checkpoint.sequence(), checkpoint.position().sequence());
    if (segments.isEmpty() || furthest > lastSequence) {
      return CheckpointFit.AHEAD_OF_JOURNAL;
    }
    if (isRemoved(segments, checkpoint)) {
      return CheckpointFit.EVENTS_REMOVED;
    }
    return isInChain(segments, checkpoint.position()) || isBeforeCut(segments, checkpoint)
        ? CheckpointFit.FITS
        : CheckpointFit.OTHER_HISTORY;
  }

  /** Throws unless it fits. */
  static void requireFit(Path journalDirectory, Checkpoint checkpoint, long lastSequence) {
    CheckpointFit fit = fit(journalDirectory, checkpoint, lastSequence);
    switch (fit) {
      case OTHER_JOURNAL ->
          throw refusal(
              "checkpoint is of another journal",
              checkpoint,
              "expected=" + journalId(segments(journalDirectory)),
              "actual=" + checkpoint.journalId());
      case AHEAD_OF_JOURNAL ->
          throw refusal(
              "inconsistent checkpoint, it is ahead of the journal",
              checkpoint,
              "lastSequence=" + lastSequence,
              "checkpointSequence=" + checkpoint.position().sequence());
      case EVENTS_REMOVED -> throw removed(journalDirectory, checkpoint);
      case OTHER_HISTORY ->
          throw refusal(
              "inconsistent checkpoint, the journal does not hold the block it stands behind",
              checkpoint,
              "blockId=" + checkpoint.position().blockId(),
              "digest=" + checkpoint.position().digest());
      case FITS -> {}
    }
  }

  /** Throws when events behind the checkpoint are gone now. */
  static void requireEvents(Path journalDirectory, Checkpoint checkpoint) {
    if (isRemoved(segments(journalDirectory), checkpoint)) {
      throw removed(journalDirectory, checkpoint);
    }
  }

  private static ConsistencyException removed(Path journalDirectory, Checkpoint checkpoint) {
    List<SegmentFile> left = segments(journalDirectory);
    return refusal(
        "events behind the checkpoint were removed",
        checkpoint,
        "firstNeeded=" + (checkpoint.sequence() + 1),
        "firstLeft=" + (left.isEmpty() ? "none" : left.get(0).firstSequence()));
  }

  private static ConsistencyException refusal(
      String what, Checkpoint checkpoint, String expected, String actual) {
    return new ConsistencyException(
        what + ": file=" + checkpoint.file() + ", " + expected + ", " + actual);
  }

  /** The segments, without those whose creation did not survive a power cut. */
  private static List<SegmentFile> segments(Path directory) {
    return JournalDirectory.existing(directory).segments().stream()
        .filter(file -> !SegmentHead.isBlank(file))
        .toList();
  }

  private static UUID journalId(List<SegmentFile> segments) {
    return SegmentHead.read(segments.get(segments.size() - 1)).identity().journalId();
  }

  private static boolean isRemoved(List<SegmentFile> segments, Checkpoint checkpoint) {
    return segments.isEmpty() || segments.get(0).firstSequence() > checkpoint.sequence() + 1;
  }

  private static boolean isInChain(List<SegmentFile> segments, JournalPosition position) {
    if (position.totals().blocks() > 0) {
      Optional<SegmentFile> holder = lastBeginningAtOrBefore(segments, position.sequence());
      if (holder.isPresent()) {
        SegmentHead head = SegmentHead.read(holder.get());
        return head.reanchor().isPresent()
            ? isInRewritten(head, position)
            : isBehindBlock(head, position);
      }
    }
    // At the border of two segments; the one before need not be there any more.
    return lastBeginningAtOrBefore(segments, position.sequence() + 1)
        .map(SegmentHead::read)
        .filter(head -> isBefore(head.identity(), position))
        .isPresent();
  }

  /** The block is gone; that the segment was the same one, and still reaches there, must do. */
  private static boolean isInRewritten(SegmentHead head, JournalPosition position) {
    long reached =
        isCut(head)
            ? head.seal().orElseThrow().lastSequence()
            : head.continuation().orElseThrow().sequence();
    return head.identity().generation() == position.generation() && position.sequence() <= reached;
  }

  /**
   * Whether the journal was taken back to the checkpoint's sequence or a later one: the block it
   * stood behind may be cut off, what it covers is there, and what follows is the new history.
   */
  private static boolean isBeforeCut(List<SegmentFile> segments, Checkpoint checkpoint) {
    JournalPosition position = checkpoint.position();
    return lastBeginningAtOrBefore(segments, position.sequence())
        .map(SegmentHead::read)
        .filter(CheckpointCheck::isCut)
        .filter(head -> head.identity().generation() <= position.generation())
        .filter(head -> checkpoint.sequence() <= head.seal().orElseThrow().lastSequence())
        .isPresent();
  }

  private static boolean isCut(SegmentHead head) {
    return head.reanchor().flatMap(SegmentReanchor::kind).filter(Kind.CUT::equals).isPresent();
  }

  private static Optional<SegmentFile> lastBeginningAtOrBefore(
      List<SegmentFile> segments, long sequence) {
    return segments.stream()
        .filter(file -> file.firstSequence() <= sequence)
        .reduce((earlier, later) -> later);
  }

  private static boolean isBefore(SegmentIdentity segment, JournalPosition position) {
    return segment.firstSequence() == position.sequence() + 1
        && segment.firstBlockId() == position.blockId() + 1
        && segment.chainAnchor().equals(position.digest());
  }

  private static boolean isBehindBlock(SegmentHead head, JournalPosition position) {
    Path file = head.file().path();
    long generation = head.identity().generation();
    if (generation != position.generation()) {
      return false;
    }
    long start = position.totals().lastBlockPosition();
    try (BlockSource source = new BlockSource(file, generation)) {
      if (start < head.identity().dataOffset() || source.load(start) != BlockVerdict.VALID) {
        return false;
      }
      BlockFlyweight block = source.block();
      return block.blockId() == position.blockId()
          && block.lastSequence() == position.sequence()
          && start + block.blockSize() == position.endPosition()
          && digest(block).equals(position.digest());
    } catch (IOException e) {
      throw StorageErrors.translate(e, file, "read block");
    }
  }

  private static ChainDigest digest(BlockFlyweight block) {
    byte[] bytes = new byte[ChainDigest.LENGTH];
    block.copyChainDigest(bytes, 0);
    return ChainDigest.of(bytes);
  }
}
