package io.semj.tool.ask;

import io.semj.error.CausalityCycleException;
import io.semj.error.JournalNotFoundException;
import io.semj.event.EventTypes;
import io.semj.event.SemanticEvent;
import io.semj.query.JournalQueries;
import io.semj.query.JournalQueries.UserKeys;
import io.semj.query.causality.CausalityBounds;
import io.semj.query.causality.CausalityEdge;
import io.semj.query.causality.CausalityGraph;
import io.semj.query.causality.CausalityNode;
import io.semj.query.causality.JournalCausality;
import io.semj.query.causality.RootCauses;
import io.semj.recovery.JsonText;
import io.semj.tool.ExitCode;
import io.semj.tool.JournalPlace;
import io.semj.tool.Terminal;
import io.semj.tool.TimeText;
import io.semj.tool.Verb;
import io.semj.tool.WholeJournal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code semj causality}. */
@Command(
    name = "causality",
    description = {
      "Tells what caused an event and what it caused: by parents, root causes and causality links.",
      "Exit code 1 when events cause each other in a circle, which is told instead of the graph."
    })
public final class CausalityVerb extends Verb {
  private static final String BY_SEQUENCE = "seq:";
  private static final String THERE_IS_MORE =
      "there is more: --depth and --nodes say how far to go";

  /** What of the graph. */
  public enum Part {
    /** All that hangs together with the event. */
    CHAIN,
    /** Its causes, their causes and so on. */
    ANCESTORS,
    /** Its effects, their effects and so on. */
    DESCENDANTS,
    /** Where it all began. */
    ROOTS
  }

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "Directory of the journal.")
  private Path directory;

  @Parameters(
      index = "1",
      paramLabel = "ID",
      description =
          "An event_id; where no event has it, a sequence. seq:N is the event of sequence N.")
  private String id;

  @Option(
      names = "--show",
      paramLabel = "PART",
      defaultValue = "CHAIN",
      description =
          "chain (by default: all that hangs together with the event), ancestors, descendants or"
              + " roots.")
  private Part part;

  @Option(names = "--dot", description = "The graph in the DOT language of Graphviz.")
  private boolean dot;

  @Option(names = "--json", description = "One JSON object with nodes and edges.")
  private boolean json;

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = "So many steps from the event at most, by default any number.")
  private Integer depth;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "So many events at most, by default 10000.")
  private Integer nodes;

  /**
   * The verb.
   *
   * @param terminal where it reads from and prints to
   */
  public CausalityVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    if (dot && (json || part == Part.ROOTS)) {
      throw refused("--dot goes neither with --json nor with --show roots");
    }
    CausalityBounds bounds = bounds();
    String number = id.startsWith(BY_SEQUENCE) ? id.substring(BY_SEQUENCE.length()) : id;
    long named = parse(number);
    WholeJournal.require(JournalPlace.require(directory));
    try (JournalQueries queries = JournalQueries.open(directory, UserKeys.NONE)) {
      long event = eventId(queries, named);
      if (part == Part.ROOTS) {
        printRoots(queries.causality().rootCauses(event, bounds));
      } else {
        print(graph(queries.causality(), event, bounds));
      }
    }
    return ExitCode.OK;
  }

  private CausalityBounds bounds() {
    try {
      return new CausalityBounds(
          depth == null ? CausalityBounds.DEFAULT.maxDepth() : depth,
          nodes == null ? CausalityBounds.DEFAULT.maxNodes() : nodes);
    } catch (IllegalArgumentException e) {
      throw refused(e.getMessage());
    }
  }

  private long parse(String number) {
    try {
      return Long.parseUnsignedLong(number);
    } catch (NumberFormatException e) {
      throw refused("ID is no number: " + id);
    }
  }

  private long eventId(JournalQueries queries, long named) {
    boolean bySequence = id.startsWith(BY_SEQUENCE);
    if (!bySequence && isKnown(queries, named)) {
      return named;
    }
    List<SemanticEvent> found =
        named <= 0 ? List.of() : queries.queryEventsBySequence(named, named, 1).events();
    if (found.isEmpty()) {
      throw new JournalNotFoundException("no such event: directory=" + directory + ", id=" + id);
    }
    return found.get(0).eventId();
  }

  /** Whether an event has the id, or names it. */
  private static boolean isKnown(JournalQueries queries, long eventId) {
    CausalityGraph around = queries.causality().descendants(eventId, new CausalityBounds(1, 2));
    return around.nodes().size() > 1 || around.nodes().stream().anyMatch(node -> !node.isMissing());
  }

  private CausalityGraph graph(JournalCausality causality, long event, CausalityBounds bounds) {
    return switch (part) {
      case ANCESTORS -> causality.ancestors(event, bounds);
      case DESCENDANTS -> causality.descendants(event, bounds);
      default -> causality.chain(event, bounds);
    };
  }

  private void print(CausalityGraph graph) {
    if (dot) {
      out().line(graph.toDot().stripTrailing());
      return;
    }
    if (json) {
      out().line(graph.toJson());
      return;
    }
    for (CausalityNode node : graph.nodes()) {
      String causes =
          graph.causesOf(node).stream()
              .map(CausalityVerb::describe)
              .distinct()
              .collect(Collectors.joining(", "));
      out().line(Terminal.oneLine(describe(node) + (causes.isEmpty() ? "" : "  from " + causes)));
    }
    if (graph.isTruncated()) {
      out().line(THERE_IS_MORE);
    }
  }

  private static String describe(CausalityNode node) {
    String event = "event " + Long.toUnsignedString(node.eventId());
    return node.isMissing()
        ? event + "  is not in the journal"
        : TimeText.format(node.timestampNanos())
            + "  #"
            + node.sequence()
            + "  "
            + EventTypes.nameOf(node.typeCode())
            + "  "
            + event;
  }

  private static String describe(CausalityEdge edge) {
    String by = Long.toUnsignedString(edge.cause().eventId()) + " (" + edge.kind().wireName();
    return by + (edge.description().isEmpty() ? ")" : ": " + edge.description() + ")");
  }

  private void printRoots(RootCauses roots) {
    if (json) {
      out()
          .line(
              JsonText.object()
                  .put("roots", roots.events().stream().map(this::json).toList())
                  .put("truncated", roots.truncated())
                  .toString());
      return;
    }
    roots.events().forEach(root -> out().line(describe(root)));
    if (roots.truncated()) {
      out().line(THERE_IS_MORE);
    }
  }

  private JsonText json(CausalityNode node) {
    JsonText text =
        JsonText.object()
            .put("event_id", new BigInteger(Long.toUnsignedString(node.eventId())))
            .put("missing", node.isMissing());
    return node.isMissing()
        ? text
        : text.put("sequence", node.sequence())
            .put("type", EventTypes.nameOf(node.typeCode()))
            .put("timestamp_ns", node.timestampNanos());
  }

  private ParameterException refused(String reason) {
    return new ParameterException(spec.commandLine(), reason);
  }

  @Override
  protected int exitCodeOf(RuntimeException failure) {
    return failure instanceof CausalityCycleException
        ? ExitCode.DAMAGED
        : super.exitCodeOf(failure);
  }
}
