package io.semj.query;

import io.semj.index.KeyKind;
import java.util.Set;

/**
 * How an answer was found.
 *
 * @param segments of the journal
 * @param segmentsOpened of those, whose index was asked
 * @param blocksConsidered in the segments that were opened
 * @param blocksRead of those
 * @param recordsRead in the blocks that were read
 * @param recordsMatched of those
 * @param indexesUsed kinds of keys that narrowed the blocks down
 */
public record QueryExplain(
    int segments,
    int segmentsOpened,
    long blocksConsidered,
    long blocksRead,
    long recordsRead,
    long recordsMatched,
    Set<KeyKind> indexesUsed) {}
