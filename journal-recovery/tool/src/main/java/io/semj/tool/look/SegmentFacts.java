package io.semj.tool.look;

import io.semj.core.storage.BlockSource;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.StorageErrors;
import io.semj.error.CorruptionException;
import io.semj.error.JournalNotFoundException;
import io.semj.format.BlockFlyweight;
import io.semj.format.BlockVerdict;
import io.semj.format.ChainDigest;
import io.semj.format.SegmentIdentity;
import io.semj.format.SegmentSeal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a segment holds: by its seal, or by the blocks of one that is not sealed.
 *
 * @param head of the segment
 * @param blocks how many
 * @param events how many
 * @param lastSequence the last one, or the one before the first
 * @param usedBytes up to the end of the last block
 * @param earliest time of an event
 * @param latest time of an event
 * @param digest of the chain behind the last block
 */
public record SegmentFacts(
    SegmentHead head,
    long blocks,
    long events,
    long lastSequence,
    long usedBytes,
    long earliest,
    long latest,
    ChainDigest digest) {

  /**
   * Of all segments of a journal but a blank one at its end.
   *
   * @param journal the directory
   * @return the oldest first
   * @throws CorruptionException when a head is damaged, or blank where others follow
   */
  public static List<SegmentFacts> of(JournalDirectory journal) {
    List<SegmentFacts> all = new ArrayList<>();
    SegmentFile blank = null;
    for (SegmentFile file : journal.segments()) {
      if (blank != null) {
        throw new CorruptionException("segment head is blank", blank.path().toString(), 0);
      }
      try {
        if (SegmentHead.isBlank(file)) {
          blank = file;
        } else {
          all.add(of(SegmentHead.read(file)));
        }
      } catch (JournalNotFoundException removed) {
        all.clear(); // Retention was quicker: nothing older is left.
      }
    }
    return all;
  }

  /**
   * How far a journal goes.
   *
   * @param segments of it
   * @return the last sequence, 0 when there is none
   */
  static long lastSequence(List<SegmentFacts> segments) {
    return segments.isEmpty() ? 0 : segments.get(segments.size() - 1).lastSequence();
  }

  private static SegmentFacts of(SegmentHead head) {
    if (head.seal().isPresent()) {
      SegmentSeal seal = head.seal().get();
      return new SegmentFacts(
          head,
          seal.blockCount(),
          seal.eventCount(),
          seal.lastSequence(),
          seal.endPosition(),
          seal.minEventTimestamp(),
          seal.maxEventTimestamp(),
          seal.chainDigest());
    }
    try {
      return scan(head);
    } catch (IOException e) {
      throw StorageErrors.translate(e, head.file().path(), "read");
    }
  }

  /** Times are those of the first and the last event of each block. */
  private static SegmentFacts scan(SegmentHead head) throws IOException {
    long position = head.identity().dataOffset();
    long blocks = 0;
    long events = 0;
    long last = head.identity().firstSequence() - 1;
    long earliest = Long.MAX_VALUE;
    long latest = Long.MIN_VALUE;
    byte[] digest = head.identity().chainAnchor().toBytes();
    try (BlockSource source = new BlockSource(head.file().path(), head.identity().generation())) {
      while (source.load(position) == BlockVerdict.VALID) {
        BlockFlyweight block = source.block();
        blocks++;
        events += block.eventCount();
        last = block.lastSequence();
        earliest =
            Math.min(earliest, Math.min(block.firstTimestampNanos(), block.lastTimestampNanos()));
        latest =
            Math.max(latest, Math.max(block.firstTimestampNanos(), block.lastTimestampNanos()));
        block.copyChainDigest(digest, 0);
        position += block.blockSize();
      }
    }
    return new SegmentFacts(
        head, blocks, events, last, position, earliest, latest, ChainDigest.of(digest, 0));
  }

  /**
   * Its place in the journal.
   *
   * @return the identity
   */
  public SegmentIdentity identity() {
    return head.identity();
  }

  /**
   * Whether it was closed.
   *
   * @return whether it has a seal
   */
  public boolean sealed() {
    return head.seal().isPresent();
  }

  /**
   * Whether it is not as it was first written.
   *
   * @return whether compaction or recovery wrote it anew
   */
  public boolean rewritten() {
    return head.reanchor().isPresent();
  }

  String state() {
    return (sealed() ? "sealed" : "open") + (rewritten() ? ", rewritten" : "");
  }
}
