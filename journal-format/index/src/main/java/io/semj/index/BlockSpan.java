package io.semj.index;

/**
 * Where a block is, and what lies in it.
 *
 * @param position of the block in its segment file
 * @param endPosition behind it
 * @param firstSequence of its records
 * @param lastSequence of its records
 * @param events how many they are
 * @param minTimestamp no later than its earliest record, in nanoseconds since 1970
 * @param maxTimestamp no earlier than its latest record
 */
public record BlockSpan(
    long position,
    long endPosition,
    long firstSequence,
    long lastSequence,
    int events,
    long minTimestamp,
    long maxTimestamp) {}
