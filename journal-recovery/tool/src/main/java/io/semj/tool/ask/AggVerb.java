package io.semj.tool.ask;

import io.semj.query.Aggregation;
import io.semj.query.EventGroup;
import io.semj.query.EventQuery;
import io.semj.query.GroupKey;
import io.semj.query.JournalQueries;
import io.semj.query.JournalQueries.UserKeys;
import io.semj.query.QueryResponse;
import io.semj.recovery.JsonText;
import io.semj.tool.ExitCode;
import io.semj.tool.JournalPlace;
import io.semj.tool.Terminal;
import io.semj.tool.TextTable;
import io.semj.tool.TimeText;
import io.semj.tool.Verb;
import io.semj.tool.WholeJournal;
import io.semj.tool.read.SelectionOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code semj agg}. */
@Command(
    name = "agg",
    description =
        "Counts the events that the filters want in groups: their number, bytes, mean relevance and"
            + " how many agents they are of. Groups by time come in its order, others the largest"
            + " first.")
public final class AggVerb extends Verb {
  private static final String BUCKET = "bucket";

  @Parameters(paramLabel = "DIR", description = "Directory of the journal.")
  private Path directory;

  @Option(
      names = "--by",
      split = ",",
      required = true,
      paramLabel = "KEY",
      description =
          "type, category, agent, priority, hour, day, week (from Monday), or bucket=TIME, such as"
              + " bucket=10m; several with commas.")
  private List<String> by;

  @Option(names = "--json", description = "One JSON object a group and line.")
  private boolean json;

  @Mixin private SelectionOptions filters;

  /**
   * The verb.
   *
   * @param terminal where it reads from and prints to
   */
  public AggVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    Aggregation aggregation = aggregation();
    EventQuery query =
        EventQuery.builder().filter(filters.filter()).limit(0).aggregate(aggregation).build();
    WholeJournal.require(JournalPlace.require(directory));
    QueryResponse response;
    try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
      response = queries.queryEvents(query);
    }
    List<EventGroup> groups = sorted(asOptions(response.groups(), aggregation), aggregation);
    List<String> names = names(aggregation);
    if (json) {
      groups.forEach(group -> out().line(json(names, group)));
    } else {
      print(names, groups);
    }
    return ExitCode.OK;
  }

  private Aggregation aggregation() {
    List<GroupKey> keys = new ArrayList<>();
    Optional<Duration> bucket = Optional.empty();
    for (String key : by) {
      if (key.startsWith(BUCKET + "=") && bucket.isEmpty()) {
        bucket = Optional.of(span(key.substring(BUCKET.length() + 1)));
      } else {
        keys.add(key(key));
      }
    }
    return new Aggregation(keys, bucket);
  }

  private Duration span(String text) {
    try {
      Duration span = new TimeText.OfDuration().convert(text);
      if (!span.isZero()) {
        return span;
      }
    } catch (TypeConversionException e) {
      throw filters.refused("--by bucket: " + e.getMessage());
    }
    throw filters.refused("--by bucket is 0");
  }

  private GroupKey key(String text) {
    for (GroupKey key : GroupKey.values()) {
      if (key.name().equalsIgnoreCase(text)) {
        return key;
      }
    }
    throw filters.refused(
        "--by is not type, category, agent, priority, hour, day, week or bucket=10m: " + text);
  }

  /** Categories and priorities as the filters take them. */
  private static List<EventGroup> asOptions(List<EventGroup> groups, Aggregation aggregation) {
    List<GroupKey> keys = aggregation.groupBy();
    return groups.stream()
        .map(
            group -> {
              List<String> values = new ArrayList<>(group.values());
              for (int i = 0; i < keys.size(); i++) {
                if (keys.get(i) == GroupKey.CATEGORY || keys.get(i) == GroupKey.PRIORITY) {
                  values.set(i, values.get(i).toLowerCase(Locale.ROOT));
                }
              }
              return new EventGroup(
                  values,
                  group.events(),
                  group.bytes(),
                  group.meanRelevance(),
                  group.distinctAgents());
            })
        .toList();
  }

  private static List<EventGroup> sorted(List<EventGroup> groups, Aggregation aggregation) {
    boolean timed =
        aggregation.groupBy().isEmpty()
            || switch (aggregation.groupBy().get(0)) {
              case HOUR, DAY, WEEK -> true;
              default -> false;
            };
    return timed
        ? groups.stream().sorted(Comparator.comparing(group -> group.values().get(0))).toList()
        : groups;
  }

  private static List<String> names(Aggregation aggregation) {
    List<String> names = new ArrayList<>();
    aggregation.groupBy().forEach(key -> names.add(key.name().toLowerCase(Locale.ROOT)));
    aggregation.bucket().ifPresent(span -> names.add(BUCKET));
    return names;
  }

  private static String json(List<String> names, EventGroup group) {
    JsonText text = JsonText.object();
    for (int i = 0; i < names.size(); i++) {
      text.put(names.get(i), group.values().get(i));
    }
    return text.put("events", group.events())
        .put("bytes", group.bytes())
        .put("mean_relevance", group.meanRelevance())
        .put("distinct_agents", group.distinctAgents())
        .toString();
  }

  private void print(List<String> names, List<EventGroup> groups) {
    List<String> titles = new ArrayList<>();
    names.forEach(name -> titles.add(name.toUpperCase(Locale.ROOT)));
    titles.addAll(List.of("EVENTS", "BYTES", "RELEVANCE", "AGENTS"));
    TextTable table = new TextTable(titles.toArray(String[]::new));
    for (EventGroup group : groups) {
      List<String> cells = new ArrayList<>(group.values());
      cells.add(String.format(Locale.ROOT, "%,d", group.events()));
      cells.add(String.format(Locale.ROOT, "%,d", group.bytes()));
      cells.add(String.format(Locale.ROOT, "%.1f", group.meanRelevance()));
      cells.add(String.format(Locale.ROOT, "%,d", group.distinctAgents()));
      table.row(cells.toArray(String[]::new));
    }
    table.print(out());
  }
}
