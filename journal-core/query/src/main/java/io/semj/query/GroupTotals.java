package io.semj.query;

import io.semj.error.ResourceExhaustedException;
import io.semj.error.SerializationException;
import io.semj.event.EventCategory;
import io.semj.event.EventPriority;
import io.semj.event.EventType;
import io.semj.format.ContextField;
import io.semj.format.ContextReader;
import io.semj.format.RecordFlyweight;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Adds matches up by group. One thread. */
final class GroupTotals {
  private static final int CATEGORY_MASK = 0xFF00;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Aggregation aggregation;
  private final ContextReader context = new ContextReader();
  private final Map<List<String>, Total> totals = new HashMap<>();
  private int agents;

  private static final class Total {
    long events;
    long bytes;
    long relevance;
    final Set<String> agents = new HashSet<>();
  }

  GroupTotals(Aggregation aggregation) {
    this.aggregation = aggregation;
  }

  void add(RecordFlyweight record) {
    String agent = agent(record);
    List<String> values = new ArrayList<>(aggregation.groupBy().size() + 1);
    for (GroupKey key : aggregation.groupBy()) {
      values.add(value(key, record, agent));
    }
    aggregation.bucket().ifPresent(span -> values.add(bucket(span, record.timestampNanos())));
    Total total = totals.computeIfAbsent(values, v -> new Total());
    if (totals.size() > Aggregation.MOST_GROUPS) {
      throw tooMany("groups", Aggregation.MOST_GROUPS);
    }
    total.events++;
    total.bytes += record.length();
    total.relevance += Integer.toUnsignedLong(record.agentRelevance());
    if (!agent.isEmpty() && total.agents.add(agent) && ++agents > Aggregation.MOST_AGENTS) {
      throw tooMany("agents in all groups", Aggregation.MOST_AGENTS);
    }
  }

  /** They are kept in memory, so their number has to have a bound. */
  private static ResourceExhaustedException tooMany(String what, int limit) {
    return new ResourceExhaustedException("aggregation has too many " + what + ": limit=" + limit);
  }

  private static String value(GroupKey key, RecordFlyweight record, String agent) {
    return switch (key) {
      case TYPE -> type(record.eventType());
      case CATEGORY -> category(record.eventType());
      case AGENT -> agent;
      case PRIORITY -> priority(record.eventPriority());
      case HOUR -> time(record).truncatedTo(ChronoUnit.HOURS).toString();
      case DAY -> day(record).toString();
      case WEEK -> day(record).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).toString();
    };
  }

  private static String type(int code) {
    return EventType.ofCode(code)
        .map(EventType::wireName)
        .orElseGet(() -> String.format(Locale.ROOT, "0x%04x", code));
  }

  private static String category(int typeCode) {
    return EventCategory.ofTypeCode(typeCode)
        .map(EventCategory::toString)
        .orElseGet(() -> String.format(Locale.ROOT, "0x%04x", typeCode & CATEGORY_MASK));
  }

  private static String priority(int code) {
    for (EventPriority priority : EventPriority.values()) {
      if (priority.code() == code) {
        return priority.toString();
      }
    }
    return Integer.toUnsignedString(code);
  }

  private static Instant time(RecordFlyweight record) {
    return instant(record.timestampNanos());
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
  }

  private static LocalDate day(RecordFlyweight record) {
    return LocalDate.ofInstant(time(record), ZoneOffset.UTC);
  }

  private static String bucket(Duration span, long nanos) {
    long width = span.toNanos();
    return instant(nanos).minusNanos(Math.floorMod(nanos, width)).toString();
  }

  private String agent(RecordFlyweight record) {
    context.wrap(record.buffer(), record.contextOffset(), record.contextSize());
    try {
      while (context.next()) {
        if (context.isField(ContextField.AGENT_ID)) {
          byte[] utf8 = new byte[context.textLength()];
          record.buffer().getBytes(context.textOffset(), utf8);
          return new String(utf8, StandardCharsets.UTF_8);
        }
      }
    } catch (SerializationException unreadable) {
      // It is of no agent that anybody could tell.
    }
    return "";
  }

  List<EventGroup> groups() {
    List<EventGroup> groups = new ArrayList<>(totals.size());
    totals.forEach(
        (values, total) ->
            groups.add(
                new EventGroup(
                    List.copyOf(values),
                    total.events,
                    total.bytes,
                    (double) total.relevance / total.events,
                    total.agents.size())));
    groups.sort(
        Comparator.comparingLong(EventGroup::events)
            .reversed()
            .thenComparing(group -> String.join("\0", group.values())));
    return groups;
  }
}
