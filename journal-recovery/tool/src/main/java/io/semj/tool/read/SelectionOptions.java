package io.semj.tool.read;

import io.semj.core.filter.EventFilter;
import io.semj.core.filter.EventFilterBuilder;
import io.semj.core.filter.RecordFilter;
import io.semj.event.EventCategory;
import io.semj.event.EventPriority;
import io.semj.tool.TimeText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import picocli.CommandLine.TypeConversionException;

/**
 * Which events are wanted. All kinds of options that are given must hold, of each kind one value.
 */
public class SelectionOptions {
  private static final String GLOB_CHARACTERS = "*?[{";

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--type",
      split = ",",
      paramLabel = "TYPE",
      description = "Of these types, by name or code: filesystem.create, 0x8001.")
  private List<String> types = List.of();

  @Option(
      names = "--category",
      split = ",",
      paramLabel = "NAME",
      description =
          "Of these categories: filesystem, graph, vector, agent, system, semantic, observability.")
  private List<EventCategory> categories = List.of();

  @Option(names = "--agent", paramLabel = "ID", description = "Of this agent_id.")
  private List<String> agents = List.of();

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description =
          "Of this path; with * (within a directory), ** (across), ?, [a-z] or {a,b} of all that"
              + " match.")
  private List<String> paths = List.of();

  @Option(names = "--tx", paramLabel = "ID", description = "Of this transaction_id.")
  private List<String> transactions = List.of();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = TimeText.OfInstant.class,
      description =
          "From this time on: 2026-11-21, 2026-11-21T05:04:05Z, @SECONDS since 1970, or 10m for ten"
              + " minutes ago. UTC if it does not say.")
  private Long since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = TimeText.OfInstant.class,
      description = "Up to this time, inclusive.")
  private Long until;

  @Option(
      names = "--from-seq",
      paramLabel = "N",
      defaultValue = "1",
      description = "From this sequence on.")
  private long fromSequence;

  @Option(names = "--to-seq", paramLabel = "N", description = "Up to this sequence, inclusive.")
  private Long toSequence;

  @Option(
      names = "--priority",
      paramLabel = "P",
      converter = PriorityRange.Converter.class,
      description =
          "critical, high, normal, low or background, or 1 to 5: of this priority or a more urgent"
              + " one; P..P for a range.")
  private PriorityRange priority;

  @Option(names = "--session", paramLabel = "ID", description = "Of this session_id.")
  private List<String> sessions = List.of();

  @Option(names = "--chain", paramLabel = "ID", description = "Of this causality_chain_id.")
  private List<String> chains = List.of();

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "With this semantic tag; of several, with all.")
  private List<String> tags = List.of();

  @Option(
      names = "--flag",
      split = ",",
      paramLabel = "FLAG",
      converter = FlagBits.class,
      description =
          "With all of these event flags: atomic, transactional, causal, agent-visible,"
              + " deterministic, compressed, indexed, replicated, or bits such as 0x09.")
  private List<Integer> flags = List.of();

  @Option(
      names = "--min-relevance",
      paramLabel = "N",
      description = "At least so relevant to agents, 0 to 100.")
  private Integer minRelevance;

  @Option(
      names = "--visible-to",
      paramLabel = "MASK",
      description = "Visible to agents of this mask, such as 0x05: one bit must be the event's.")
  private String visibleTo;

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "With this text in the payload, upper and lower case as given.")
  private String text;

  /**
   * Priorities from one to another.
   *
   * @param first code of the most urgent
   * @param last code of the least urgent
   */
  record PriorityRange(EventPriority first, EventPriority last) {
    /** Reads a priority, or two with dots between. */
    static final class Converter implements ITypeConverter<PriorityRange> {
      @Override
      public PriorityRange convert(String text) {
        String[] ends = text.split("\\.\\.", -1);
        if (ends.length == 1) {
          return new PriorityRange(EventPriority.CRITICAL, of(text));
        }
        if (ends.length != 2 || of(ends[0]).code() > of(ends[1]).code()) {
          throw new TypeConversionException("'" + text + "' is no range such as high..normal");
        }
        return new PriorityRange(of(ends[0]), of(ends[1]));
      }

      private static EventPriority of(String text) {
        Optional<EventPriority> named =
            Stream.of(EventPriority.values())
                .filter(
                    p -> p.name().equalsIgnoreCase(text) || Integer.toString(p.code()).equals(text))
                .findAny();
        return named.orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is not critical, high, normal, low, background or 1 to 5"));
      }
    }
  }

  /** Made by the command line. */
  public SelectionOptions() {}

  /**
   * The first sequence that is wanted.
   *
   * @return at least 1
   */
  public final long firstSequence() {
    return Math.max(1, fromSequence);
  }

  /**
   * The last sequence that is wanted.
   *
   * @return the largest number there is when none was said
   */
  public final long lastSequence() {
    return toSequence == null ? Long.MAX_VALUE : toSequence;
  }

  /**
   * The filter of all options.
   *
   * @return the filter
   */
  public final RecordFilter filter() {
    if (fromSequence < 0 || (toSequence != null && toSequence < 0)) {
      throw refused("--from-seq and --to-seq cannot be negative");
    }
    try {
      EventFilterBuilder builder = EventFilter.builder();
      types.forEach(builder::type);
      categories.forEach(builder::category);
      agents.forEach(builder::agent);
      transactions.forEach(tx -> builder.transaction(id("--tx", tx)));
      sessions.forEach(session -> builder.session(id("--session", session)));
      chains.forEach(chain -> builder.causalityChain(id("--chain", chain)));
      tags.forEach(builder::tag);
      flags.forEach(builder::flags);
      paths.forEach(path -> addPath(builder, path));
      builder.fromSequence(firstSequence()).toSequence(lastSequence());
      if (since != null) {
        builder.fromTimeNanos(since);
      }
      if (until != null) {
        builder.toTimeNanos(until);
      }
      if (minRelevance != null) {
        builder.minRelevance(minRelevance);
      }
      if (visibleTo != null) {
        builder.visibleTo(mask());
      }
      if (text != null) {
        builder.payloadContains(text);
      }
      return withPriority(builder);
    } catch (IllegalArgumentException e) {
      throw refused(e.getMessage());
    }
  }

  private long id(String option, String number) {
    try {
      return Long.parseUnsignedLong(number);
    } catch (NumberFormatException e) {
      throw refused(option + " is no number: " + number);
    }
  }

  private long mask() {
    try {
      long mask =
          visibleTo.startsWith("0x")
              ? Long.parseUnsignedLong(visibleTo.substring(2), 16)
              : Long.parseUnsignedLong(visibleTo);
      if (mask != 0) {
        return mask;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw refused("--visible-to is no mask with a bit set, such as 0x05: " + visibleTo);
  }

  private RecordFilter withPriority(EventFilterBuilder builder) {
    if (priority == null) {
      return builder.build();
    }
    EventFilter filter = builder.minPriority(priority.last()).build();
    int first = priority.first().code();
    return first == EventPriority.CRITICAL.code()
        ? filter
        : filter.and(event -> event.eventPriority() >= first);
  }

  /**
   * Whether any option was given.
   *
   * @return false when all events are wanted
   */
  public final boolean isAny() {
    return !(types.isEmpty()
            && categories.isEmpty()
            && agents.isEmpty()
            && paths.isEmpty()
            && transactions.isEmpty()
            && sessions.isEmpty()
            && chains.isEmpty()
            && tags.isEmpty()
            && flags.isEmpty())
        || minRelevance != null
        || visibleTo != null
        || text != null
        || since != null
        || until != null
        || fromSequence > 1
        || toSequence != null
        || priority != null;
  }

  private static void addPath(EventFilterBuilder builder, String path) {
    boolean glob = path.chars().anyMatch(c -> GLOB_CHARACTERS.indexOf(c) >= 0);
    if (glob) {
      builder.pathGlob(path);
    } else {
      builder.path(path);
    }
  }

  /**
   * Refuses the command line.
   *
   * @param reason why
   * @return to be thrown
   */
  public final ParameterException refused(String reason) {
    return new ParameterException(spec.commandLine(), reason);
  }
}
