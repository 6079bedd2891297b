package io.semj.query;

import io.semj.event.SemanticEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An answer.
 *
 * @param events in the order that was asked for
 * @param total how many events are wanted in all, when that was asked for or had to be found
 * @param hasMore whether there are more behind these
 * @param cursor to go on with, when there are more
 * @param groups of the aggregation, by the number of events, most first
 * @param queryTime how long it took
 * @param explain how it was found
 */
public record QueryResponse(
    List<SemanticEvent> events,
    OptionalLong total,
    boolean hasMore,
    Optional<QueryCursor> cursor,
    List<EventGroup> groups,
    Duration queryTime,
    QueryExplain explain) {}
