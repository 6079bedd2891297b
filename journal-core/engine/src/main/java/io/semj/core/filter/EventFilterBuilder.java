package io.semj.core.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.semj.event.EventCategory;
import io.semj.event.EventPriority;
import io.semj.event.EventType;
import io.semj.format.ContextField;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * Collects the criteria of an {@link EventFilter}. A criterion that makes no sense is refused at
 * once with an {@link IllegalArgumentException}. One thread.
 */
public final class EventFilterBuilder {
  private static final int NO_PRIORITY = -1;
  private static final int MOST_RELEVANT = 100;
  private static final long HIGHEST_TYPE = 0xFFFF_FFFFL;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Set<Integer> types = new TreeSet<>();
  private final Set<Integer> categories = new TreeSet<>();
  private final Set<Long> transactions = new TreeSet<>();
  private final Set<Long> sessions = new TreeSet<>();
  private final Set<Long> chains = new TreeSet<>();
  private final List<String> agents = new ArrayList<>();
  private final List<String> paths = new ArrayList<>();
  private final List<GlobPattern> globs = new ArrayList<>();
  private final List<String> globTexts = new ArrayList<>();
  private final List<String> tags = new ArrayList<>();
  private final StringJoiner description = new StringJoiner(", ", "[", "]").setEmptyValue("all");
  private FilterBounds bounds = FilterBounds.ALL;
  private int lowestPriority = NO_PRIORITY;
  private int requiredFlags;
  private int minRelevance;
  private long visibilityMask;
  private String payloadText = "";

  EventFilterBuilder() {}

  /**
   * Wants a type of event.
   *
   * @param type besides those wanted already
   * @return this
   */
  public EventFilterBuilder type(EventType type) {
    types.add(type.code());
    return told("type", type.wireName());
  }

  /**
   * Wants a type of event.
   *
   * @param typeCode any code, known or not
   * @return this
   */
  public EventFilterBuilder type(int typeCode) {
    types.add(typeCode);
    return told("type", String.format(Locale.ROOT, "0x%04x", typeCode));
  }

  /**
   * Wants a type of event, as a person writes it.
   *
   * @param nameOrCode a name such as {@code graph.query}, or a code such as {@code 0x020a} or
   *     {@code 522}
   * @return this
   */
  public EventFilterBuilder type(String nameOrCode) {
    var known = EventType.ofWireName(nameOrCode);
    if (known.isPresent()) {
      return type(known.get());
    }
    long code;
    try {
      code = Long.decode(nameOrCode);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("no event type has this name: actual=" + nameOrCode, e);
    }
    if (code < 0 || code > HIGHEST_TYPE) {
      throw new IllegalArgumentException(
          "event type is out of range: expected=0.." + HIGHEST_TYPE + ", actual=" + nameOrCode);
    }
    return type((int) code);
  }

  /**
   * Wants all types of a category.
   *
   * @param category besides the types and categories wanted already
   * @return this
   */
  public EventFilterBuilder category(EventCategory category) {
    categories.add(category.code());
    return told("category", category);
  }

  /**
   * Wants the events of an agent.
   *
   * @param agentId exactly
   * @return this
   */
  public EventFilterBuilder agent(String agentId) {
    agents.add(notEmpty("agent", agentId));
    return told("agent", agentId);
  }

  /**
   * Wants the events of a transaction.
   *
   * @param id of it
   * @return this
   */
  public EventFilterBuilder transaction(long id) {
    transactions.add(notZero("transaction", id));
    return told("transaction", Long.toUnsignedString(id));
  }

  /**
   * Wants the events of a session.
   *
   * @param id of it
   * @return this
   */
  public EventFilterBuilder session(long id) {
    sessions.add(notZero("session", id));
    return told("session", Long.toUnsignedString(id));
  }

  /**
   * Wants the events of a causality chain.
   *
   * @param id of it
   * @return this
   */
  public EventFilterBuilder causalityChain(long id) {
    chains.add(notZero("causality chain", id));
    return told("causalityChain", Long.toUnsignedString(id));
  }

  /**
   * Wants the events of a path.
   *
   * @param path exactly
   * @return this
   */
  public EventFilterBuilder path(String path) {
    paths.add(notEmpty("path", path));
    return told("path", path);
  }

  /**
   * Wants the events of paths. The syntax is that of {@code glob:} in {@link
   * java.nio.file.FileSystem#getPathMatcher}: {@code *} stays within a segment of the path, {@code
   * **} goes across.
   *
   * @param pattern for example {@code /home/**}
   * @return this
   */
  public EventFilterBuilder pathGlob(String pattern) {
    globs.add(new GlobPattern(notEmpty("path pattern", pattern)));
    globTexts.add(pattern);
    return told("pathGlob", pattern);
  }

  /**
   * Wants events from a time on.
   *
   * @param earliest inclusive
   * @return this
   */
  public EventFilterBuilder fromTime(Instant earliest) {
    return fromTimeNanos(nanos(earliest));
  }

  /**
   * Wants events up to a time.
   *
   * @param latest inclusive
   * @return this
   */
  public EventFilterBuilder toTime(Instant latest) {
    return toTimeNanos(nanos(latest));
  }

  /**
   * Wants events from a time on.
   *
   * @param earliest inclusive, in nanoseconds since 1970
   * @return this
   */
  public EventFilterBuilder fromTimeNanos(long earliest) {
    bounds = bounds.intersect(new FilterBounds(0, Long.MAX_VALUE, earliest, Long.MAX_VALUE));
    return told("fromTimeNanos", earliest);
  }

  /**
   * Wants events up to a time.
   *
   * @param latest inclusive, in nanoseconds since 1970
   * @return this
   */
  public EventFilterBuilder toTimeNanos(long latest) {
    bounds = bounds.intersect(new FilterBounds(0, Long.MAX_VALUE, Long.MIN_VALUE, latest));
    return told("toTimeNanos", latest);
  }

  /**
   * Wants events from a sequence on.
   *
   * @param first inclusive
   * @return this
   */
  public EventFilterBuilder fromSequence(long first) {
    bounds =
        bounds.intersect(new FilterBounds(first, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE));
    return told("fromSequence", first);
  }

  /**
   * Wants events up to a sequence.
   *
   * @param last inclusive
   * @return this
   */
  public EventFilterBuilder toSequence(long last) {
    bounds = bounds.intersect(new FilterBounds(0, last, Long.MIN_VALUE, Long.MAX_VALUE));
    return told("toSequence", last);
  }

  /**
   * Wants events that are at least so urgent.
   *
   * @param least {@link EventPriority#HIGH} means high and critical
   * @return this
   */
  public EventFilterBuilder minPriority(EventPriority least) {
    lowestPriority = least.code();
    return told("minPriority", least);
  }

  /**
   * Wants events with flags.
   *
   * @param flags bits of {@link io.semj.event.EventFlags}, all of which must be set
   * @return this
   */
  public EventFilterBuilder flags(int flags) {
    requiredFlags |= flags;
    return told("flags", String.format(Locale.ROOT, "0x%02x", flags));
  }

  /**
   * Wants events with a tag: one that stands in the event's tags between quotes, commas, brackets,
   * colons, blanks or the ends of the text, be that JSON or a plain list. Given several times, all
   * must be there.
   *
   * @param tag as it is written there
   * @return this
   */
  public EventFilterBuilder tag(String tag) {
    tags.add(notEmpty("tag", tag));
    return told("tag", tag);
  }

  /**
   * Wants events that are at least so relevant to agents.
   *
   * @param percent 0 to 100
   * @return this
   */
  public EventFilterBuilder minRelevance(int percent) {
    if (percent < 0 || percent > MOST_RELEVANT) {
      throw new IllegalArgumentException(
          "relevance is out of range: expected=0..100, actual=" + percent);
    }
    minRelevance = percent;
    return told("minRelevance", percent);
  }

  /**
   * Wants events that some agent of a mask sees.
   *
   * @param mask of which one bit at least must be set in the event; 0 for any event
   * @return this
   */
  public EventFilterBuilder visibleTo(long mask) {
    visibilityMask = mask;
    return told("visibleTo", String.format(Locale.ROOT, "0x%x", mask));
  }

  /**
   * Wants events whose payload contains a text.
   *
   * @param text in UTF-8, upper and lower case as given
   * @return this
   */
  public EventFilterBuilder payloadContains(String text) {
    payloadText = notEmpty("payload text", text);
    return told("payloadContains", text);
  }

  /**
   * The filter of what was given so far.
   *
   * @return the filter; this builder may go on
   */
  public EventFilter build() {
    return new EventFilter(this);
  }

  FilterBounds bounds() {
    return bounds;
  }

  int[] types() {
    return types.stream().mapToInt(Integer::intValue).toArray();
  }

  int[] categories() {
    return categories.stream().mapToInt(Integer::intValue).toArray();
  }

  int lowestPriority() {
    return lowestPriority;
  }

  int requiredFlags() {
    return requiredFlags;
  }

  int minRelevance() {
    return minRelevance;
  }

  long visibilityMask() {
    return visibilityMask;
  }

  byte[] payloadText() {
    return payloadText.getBytes(UTF_8);
  }

  FilterCriteria criteria() {
    return new FilterCriteria(
        types,
        categories,
        lowestPriority,
        requiredFlags,
        transactions,
        sessions,
        chains,
        agents,
        paths,
        globTexts,
        tags);
  }

  String description() {
    return description.toString();
  }

  ContextConditions context() {
    FieldCondition[] conditions = new FieldCondition[ContextConditions.slots()];
    numbers(conditions, ContextField.TRANSACTION_ID, transactions);
    numbers(conditions, ContextField.SESSION_ID, sessions);
    numbers(conditions, ContextField.CAUSALITY_CHAIN_ID, chains);
    if (!paths.isEmpty() || !globs.isEmpty()) {
      conditions[ContextField.PATH.id()] =
          FieldCondition.anyPath(
              FieldCondition.anyText(bytes(paths)), globs.toArray(GlobPattern[]::new));
    }
    if (!agents.isEmpty()) {
      conditions[ContextField.AGENT_ID.id()] = FieldCondition.anyText(bytes(agents));
    }
    if (!tags.isEmpty()) {
      conditions[ContextField.SEMANTIC_TAGS.id()] = FieldCondition.allWords(bytes(tags));
    }
    return new ContextConditions(conditions);
  }

  private static void numbers(FieldCondition[] conditions, ContextField field, Set<Long> wanted) {
    if (!wanted.isEmpty()) {
      conditions[field.id()] =
          FieldCondition.anyNumber(wanted.stream().mapToLong(Long::longValue).toArray());
    }
  }

  private static byte[][] bytes(List<String> texts) {
    return texts.stream().map(text -> text.getBytes(UTF_8)).toArray(byte[][]::new);
  }

  private static long nanos(Instant time) {
    try {
      return Math.addExact(
          Math.multiplyExact(time.getEpochSecond(), NANOS_PER_SECOND), time.getNano());
    } catch (ArithmeticException beyondTimestamps) {
      return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  private static long notZero(String what, long id) {
    if (id == 0) {
      throw new IllegalArgumentException(what + " id is 0, which means that there is none");
    }
    return id;
  }

  private static String notEmpty(String what, String text) {
    if (requireNonNull(text, what).isEmpty()) {
      throw new IllegalArgumentException(what + " is empty");
    }
    return text;
  }

  private EventFilterBuilder told(String name, Object value) {
    description.add(name + "=" + value);
    return this;
  }
}
