package io.semj.core.filter;

import io.semj.format.RecordFlyweight;
import java.util.Arrays;
import java.util.List;

/**
 * Wants events by what they say. Every kind of criterion that was given must hold; of one kind that
 * was given several times (two types, three paths) one must, unless its method says otherwise. A
 * filter of no criteria wants everything.
 *
 * <pre>{@code
 * EventFilter filter =
 *     EventFilter.builder()
 *         .category(EventCategory.FILESYSTEM)
 *         .pathGlob("/home/**")
 *         .fromTime(since)
 *         .build();
 * }</pre>
 *
 * <p>Immutable, safe for use by many threads, and matching allocates nothing.
 */
public final class EventFilter implements RecordFilter {
  /** Wants every event. */
  public static final EventFilter ALL = builder().build();

  private static final int NUMBER_IN_CATEGORY = 0xFF;

  private final FilterBounds bounds;
  private final int[] types;
  private final int[] categories;
  private final int lowestPriority;
  private final int requiredFlags;
  private final int minRelevance;
  private final long visibilityMask;
  private final ContextConditions context;
  private final byte[] payloadText;
  private final FilterCriteria criteria;
  private final String description;

  EventFilter(EventFilterBuilder builder) {
    bounds = builder.bounds();
    types = builder.types();
    categories = builder.categories();
    lowestPriority = builder.lowestPriority();
    requiredFlags = builder.requiredFlags();
    minRelevance = builder.minRelevance();
    visibilityMask = builder.visibilityMask();
    context = builder.context();
    payloadText = builder.payloadText();
    criteria = builder.criteria();
    description = builder.description();
  }

  /**
   * Begins a filter.
   *
   * @return a builder without criteria
   */
  public static EventFilterBuilder builder() {
    return new EventFilterBuilder();
  }

  @Override
  public boolean matches(RecordFlyweight record) {
    return inBounds(record)
        && ofType(record.eventType())
        && headMatches(record)
        && (context.isEmpty() || context.matches(record))
        && payloadMatches(record);
  }

  private boolean inBounds(RecordFlyweight record) {
    long sequence = record.userspaceSequence();
    long time = record.timestampNanos();
    return sequence >= bounds.minSequence()
        && sequence <= bounds.maxSequence()
        && time >= bounds.minTimeNanos()
        && time <= bounds.maxTimeNanos();
  }

  /** Types and categories are one kind of criterion: a category stands for all of its types. */
  private boolean ofType(int code) {
    return (types.length == 0 && categories.length == 0)
        || Arrays.binarySearch(types, code) >= 0
        || Arrays.binarySearch(categories, code & ~NUMBER_IN_CATEGORY) >= 0;
  }

  private boolean headMatches(RecordFlyweight record) {
    return Integer.compareUnsigned(record.eventPriority(), lowestPriority) <= 0
        && (record.eventFlags() & requiredFlags) == requiredFlags
        && Integer.compareUnsigned(record.agentRelevance(), minRelevance) >= 0
        && (visibilityMask == 0 || (record.agentVisibilityMask() & visibilityMask) != 0);
  }

  private boolean payloadMatches(RecordFlyweight record) {
    return payloadText.length == 0
        || TextBytes.indexOf(
                record.buffer(), record.payloadOffset(), record.metadataOffset(), payloadText)
            >= 0;
  }

  @Override
  public FilterBounds bounds() {
    return bounds;
  }

  @Override
  public List<FilterCriteria> criteria() {
    return List.of(criteria);
  }

  /** The criteria, for a person. */
  @Override
  public String toString() {
    return description;
  }
}
