package io.semj.tool.ask;

import io.semj.event.SemanticEvent;
import io.semj.query.EventQuery;
import io.semj.query.EventQueryBuilder;
import io.semj.query.JournalQueries;
import io.semj.query.JournalQueries.UserKeys;
import io.semj.query.QueryCursor;
import io.semj.query.QueryExplain;
import io.semj.query.QueryResponse;
import io.semj.query.ResultContent;
import io.semj.query.SortKey;
import io.semj.recovery.JsonText;
import io.semj.tool.ExitCode;
import io.semj.tool.JournalPlace;
import io.semj.tool.Terminal;
import io.semj.tool.Verb;
import io.semj.tool.WholeJournal;
import io.semj.tool.read.EventPrinter;
import io.semj.tool.read.SelectionOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code semj query}. */
@Command(
    name = "query",
    description = {
      "Answers a question to a journal through its indexes: a page of the events that the filters"
          + " want, sorted. An index that is missing is made, and kept in DIR/index if that can be"
          + " written.",
      "For all events of a question, however many, use cat, which takes the same filters."
    })
public final class QueryVerb extends Verb {
  @Parameters(paramLabel = "DIR", description = "Directory of the journal.")
  private Path directory;

  @Option(
      names = "--json",
      description = "One JSON object a line, as of cat --json; a summary is the last line.")
  private boolean json;

  @Option(
      names = "--sort",
      paramLabel = "KEY",
      defaultValue = "sequence",
      converter = SortName.class,
      description = "sequence (by default), time, event-id, priority or relevance.")
  private SortKey sort;

  @Option(
      names = {"--descending", "--reverse"},
      description = "The largest first.")
  private boolean descending;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "" + EventQueryBuilder.DEFAULT_LIMIT,
      description = "So many events at most, by default 1000.")
  private int limit;

  @Option(
      names = "--offset",
      paramLabel = "N",
      defaultValue = "0",
      description = "Pass over so many first.")
  private int offset;

  @Option(
      names = "--after",
      paramLabel = "CURSOR",
      description = "Go on where an answer to the same query ended: the cursor of its summary.")
  private String after;

  @Option(
      names = "--content",
      split = ",",
      paramLabel = "PART",
      defaultValue = "all",
      description =
          "What the events carry beside head and context: payload, metadata, causality; all (by"
              + " default) or none of them.")
  private List<String> content;

  @Option(names = "--total", description = "Count all events that are wanted, in the summary.")
  private boolean total;

  @Option(
      names = "--explain",
      description = "Say in the summary which indexes served and how much was read.")
  private boolean explain;

  @Option(
      names = "--summary",
      description = "End with a summary: has_more, cursor, time. --total and --explain do so too.")
  private boolean summary;

  @Mixin private SelectionOptions filters;

  /** Reads a sort key in small letters with hyphens. */
  static final class SortName implements ITypeConverter<SortKey> {
    @Override
    public SortKey convert(String text) {
      String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
      return Arrays.stream(SortKey.values())
          .filter(key -> key.name().equals(name))
          .findAny()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + text + "' is not sequence, time, event-id, priority or relevance"));
    }
  }

  /**
   * The verb.
   *
   * @param terminal where it reads from and prints to
   */
  public QueryVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    EventQuery query = query();
    WholeJournal.require(JournalPlace.require(directory));
    QueryResponse response;
    try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
      response = queries.queryEvents(query);
    }
    EventPrinter printer = EventPrinter.of(terminal(), json);
    response.events().forEach((SemanticEvent event) -> printer.print(EventPrinter.record(event)));
    printer.flush();
    boolean asked = summary || total || explain;
    if (json && asked) {
      out().line(JsonText.object().put("summary", json(response)).toString());
    } else if (!json && (asked || response.hasMore())) {
      out().line(text(response));
    }
    return ExitCode.OK;
  }

  private EventQuery query() {
    try {
      EventQueryBuilder builder =
          EventQuery.builder()
              .filter(filters.filter())
              .sort(sort)
              .limit(limit)
              .offset(offset)
              .content(parts());
      if (descending) {
        builder.descending();
      }
      if (after != null) {
        builder.after(QueryCursor.parse(after));
      }
      if (total) {
        builder.countTotal();
      }
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw filters.refused(e.getMessage());
    }
  }

  private ResultContent parts() {
    if (content.equals(List.of("all"))) {
      return ResultContent.ALL;
    }
    List<String> parts = content.equals(List.of("none")) ? List.of() : content;
    List<String> known = List.of("payload", "metadata", "causality");
    if (!known.containsAll(parts)) {
      throw filters.refused(
          "--content is not all, none, or of payload, metadata, causality: "
              + String.join(",", content));
    }
    return new ResultContent(
        parts.contains("payload"), parts.contains("metadata"), parts.contains("causality"));
  }

  private static Long orNull(OptionalLong value) {
    return value.isPresent() ? (Long) value.getAsLong() : null;
  }

  private JsonText json(QueryResponse response) {
    JsonText text = JsonText.object().put("events", response.events().size());
    text.put("total", orNull(response.total())).put("has_more", response.hasMore());
    text.put("cursor", response.cursor()).put("query_time_ns", response.queryTime().toNanos());
    if (explain) {
      text.put("explain", ExplainJson.of(response.explain()));
    }
    return text;
  }

  private String text(QueryResponse response) {
    StringBuilder text = new StringBuilder("-- ");
    int events = response.events().size();
    text.append(String.format(Locale.ROOT, "%,d event%s", events, events == 1 ? "" : "s"));
    response.total().ifPresent(all -> text.append(String.format(Locale.ROOT, " of %,d", all)));
    text.append(String.format(Locale.ROOT, " in %.1f ms", response.queryTime().toNanos() / 1e6));
    response.cursor().ifPresent(cursor -> text.append("; for more: --after ").append(cursor));
    if (explain) {
      QueryExplain how = response.explain();
      text.append(
          String.format(
              Locale.ROOT,
              "%n-- segments %,d of %,d opened; blocks %,d of %,d read; records %,d read,"
                  + " %,d matched; indexes %s",
              how.segmentsOpened(),
              how.segments(),
              how.blocksRead(),
              how.blocksConsidered(),
              how.recordsRead(),
              how.recordsMatched(),
              how.indexesUsed().isEmpty() ? "none" : ExplainJson.names(how)));
    }
    return text.toString();
  }
}
