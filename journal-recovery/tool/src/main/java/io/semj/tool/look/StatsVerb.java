package io.semj.tool.look;

import io.semj.recovery.JsonText;
import io.semj.tool.ExitCode;
import io.semj.tool.JournalPlace;
import io.semj.tool.Terminal;
import io.semj.tool.TextTable;
import io.semj.tool.TimeText;
import io.semj.tool.Verb;
import io.semj.tool.look.EventStatistics.Count;
import io.semj.tool.read.ForwardReader;
import io.semj.tool.read.SelectionOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code semj stats}. */
@Command(name = "stats", description = "Counts the events of a journal by type, agent and time.")
public final class StatsVerb extends Verb {
  private static final int MOST_ROWS = 24;
  private static final int BAR = 40;

  @Parameters(paramLabel = "DIR", description = "Directory of the journal.")
  private Path directory;

  @Option(names = "--json", description = "One JSON object, with all types and agents.")
  private boolean json;

  @Mixin private SelectionOptions filters;

  /**
   * The verb.
   *
   * @param terminal where it reads from and prints to
   */
  public StatsVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    JournalPlace.require(directory);
    EventStatistics statistics = new EventStatistics();
    new ForwardReader(directory, filters.filter())
        .read(filters.firstSequence(), filters.lastSequence(), Long.MAX_VALUE, statistics::add);
    if (json) {
      out().line(json(statistics));
    } else {
      print(statistics);
    }
    return ExitCode.OK;
  }

  private void print(EventStatistics statistics) {
    Count total = statistics.total();
    out().format("%,d events, %,d bytes of records", total.events(), total.bytes());
    if (total.events() == 0) {
      return;
    }
    print("TYPE", statistics.byType());
    if (!statistics.byAgent().isEmpty()) {
      print("AGENT", statistics.byAgent());
    }
    Map<String, Count> byTime = new LinkedHashMap<>();
    statistics
        .byTime()
        .atMost(MOST_ROWS)
        .forEach((from, events) -> byTime.put(TimeText.format(from), new Count(events, 0)));
    out().line("");
    TextTable table = new TextTable("FROM", "EVENTS", "");
    long most = byTime.values().stream().mapToLong(Count::events).max().orElse(1);
    byTime.forEach(
        (from, count) -> table.row(from, number(count.events()), bar(count.events(), most)));
    table.print(out());
  }

  private void print(String title, Map<String, Count> counts) {
    out().line("");
    TextTable table = new TextTable(title, "EVENTS", "BYTES", "");
    long most = counts.values().stream().mapToLong(Count::events).max().orElse(1);
    int shown = 0;
    Count rest = new Count(0, 0);
    for (Map.Entry<String, Count> entry : counts.entrySet()) {
      Count count = entry.getValue();
      if (shown++ < MOST_ROWS) {
        table.row(
            entry.getKey(),
            number(count.events()),
            number(count.bytes()),
            bar(count.events(), most));
      } else {
        rest = rest.plus(count);
      }
    }
    if (rest.events() > 0) {
      String name = "(" + (counts.size() - MOST_ROWS) + " more)";
      table.row(name, number(rest.events()), number(rest.bytes()), "");
    }
    table.print(out());
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Something is never shown as nothing. */
  private static String bar(long value, long most) {
    return "#".repeat((int) Math.ceil((double) value / most * BAR));
  }

  private static String json(EventStatistics statistics) {
    JsonText byTime = JsonText.array();
    statistics
        .byTime()
        .atMost(MOST_ROWS)
        .forEach(
            (from, events) ->
                byTime.add(JsonText.object().put("from_ns", from).put("events", events)));
    return JsonText.object()
        .put("events", statistics.total().events())
        .put("bytes", statistics.total().bytes())
        .put("by_type", json(statistics.byType()))
        .put("by_agent", json(statistics.byAgent()))
        .put("by_time", byTime)
        .toString();
  }

  private static JsonText json(Map<String, Count> counts) {
    JsonText object = JsonText.object();
    counts.forEach(
        (name, count) ->
            object.put(
                name, JsonText.object().put("events", count.events()).put("bytes", count.bytes())));
    return object;
  }
}
