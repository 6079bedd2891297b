package io.semj.query;

import io.semj.index.KeyKind;
import java.util.EnumSet;
import java.util.Set;

/** Counts for a {@link QueryExplain} while a query runs. */
final class ExplainCounters {
  int segments;
  int segmentsOpened;
  long blocksConsidered;
  long blocksRead;
  long recordsRead;
  long recordsMatched;
  final Set<KeyKind> indexesUsed = EnumSet.noneOf(KeyKind.class);

  QueryExplain explain() {
    return new QueryExplain(
        segments,
        segmentsOpened,
        blocksConsidered,
        blocksRead,
        recordsRead,
        recordsMatched,
        Set.copyOf(indexesUsed));
  }
}
