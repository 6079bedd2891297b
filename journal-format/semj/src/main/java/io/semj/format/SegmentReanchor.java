package io.semj.format;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a rewritten segment says of itself: that it is not as it was first written, and what the
 * segment behind it continues from. The segment's own blocks are chained from its anchor to its
 * seal; the segment behind it was written when other blocks stood here, and still follows those.
 *
 * @param kindCode why it was rewritten, a {@link Kind} code or one of a newer version
 * @param lastSequence what the next segment's first sequence follows: never less than the last one
 *     ever given out here
 * @param lastBlockId what the next segment's first block id follows
 * @param chainDigest what the next segment's chain anchor equals
 * @param removedEvents how many events the segment held once and holds no more
 * @param timeNanos of the rewriting, since 1970
 */
public record SegmentReanchor(
    int kindCode,
    long lastSequence,
    long lastBlockId,
    ChainDigest chainDigest,
    long removedEvents,
    long timeNanos) {

  /** Why a segment was rewritten. */
  public enum Kind {
    /** Events were left out on purpose, or all were kept and compressed anew. */
    COMPACTION(1),
    /** The segment was damaged, and these blocks could be saved. */
    SALVAGE(2),
    /** The journal was taken back to an earlier point: what was behind it is cut off. */
    CUT(3);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /**
     * The kind in the file.
     *
     * @return the code
     */
    public int code() {
      return code;
    }
  }

  /**
   * Why the segment was rewritten.
   *
   * @return the kind, or none when a newer version wrote it
   */
  public Optional<Kind> kind() {
    return Arrays.stream(Kind.values()).filter(kind -> kind.code() == kindCode).findFirst();
  }
}
