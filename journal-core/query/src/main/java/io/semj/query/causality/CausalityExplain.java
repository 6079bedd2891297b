package io.semj.query.causality;

/**
 * What was read to make a graph.
 *
 * @param segments of the journal
 * @param lookups how often their indexes were asked
 * @param blocksRead of the segments
 * @param recordsRead in those blocks
 */
public record CausalityExplain(int segments, int lookups, long blocksRead, long recordsRead) {
  /** Tells nothing. */
  public static final CausalityExplain NONE = new CausalityExplain(0, 0, 0, 0);
}
