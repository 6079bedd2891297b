package io.semj.tool.ask;

import io.semj.query.QueryExplain;
import io.semj.recovery.JsonText;
import java.util.List;
import java.util.Locale;

/** How an answer was found, for machines. */
final class ExplainJson {
  private ExplainJson() {}

  static JsonText of(QueryExplain explain) {
    return JsonText.object()
        .put("segments", explain.segments())
        .put("segments_opened", explain.segmentsOpened())
        .put("blocks_considered", explain.blocksConsidered())
        .put("blocks_read", explain.blocksRead())
        .put("records_read", explain.recordsRead())
        .put("records_matched", explain.recordsMatched())
        .put("indexes_used", names(explain));
  }

  /** The kinds of keys that narrowed the blocks down. */
  static List<String> names(QueryExplain explain) {
    return explain.indexesUsed().stream()
        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
        .sorted()
        .toList();
  }
}
