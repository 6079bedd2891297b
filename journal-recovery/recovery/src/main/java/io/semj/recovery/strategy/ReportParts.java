package io.semj.recovery.strategy;

import io.semj.recovery.JsonText;
import io.semj.recovery.facts.LostSequences;
import io.semj.recovery.facts.SequenceRange;
import java.util.stream.Collectors;

/** What plans and reports have in common. */
final class ReportParts {
  private static final int MOST_SHOWN = 10;

  private ReportParts() {}

  static void putLost(JsonText json, LostSequences lost) {
    json.put("events_lost", lost.events());
    json.put("lost_range_count", lost.rangeCount());
    json.put("lost_ranges", lost.ranges().stream().map(ReportParts::range).toList());
  }

  private static JsonText range(SequenceRange range) {
    JsonText json = JsonText.object();
    json.put("first", range.first());
    json.put("last", range.last());
    return json;
  }

  static String lostText(LostSequences lost) {
    if (lost.isEmpty()) {
      return "nothing";
    }
    String ranges =
        lost.ranges().stream()
            .limit(MOST_SHOWN)
            .map(SequenceRange::toString)
            .collect(Collectors.joining(", "));
    long more = lost.rangeCount() - Math.min(lost.ranges().size(), MOST_SHOWN);
    return lost.events() + " events: " + ranges + (more > 0 ? " and " + more + " more ranges" : "");
  }
}
