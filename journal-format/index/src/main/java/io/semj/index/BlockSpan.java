package io.semj.index;

/**
 * Where a block is, and what lies in it.
 *
 * @param position of the block in its segment file
 * @param firstSequence of its records
 * @param lastSequence of its records
 * @param minTimestamp no later than its earliest record, in nanoseconds since 1970
 * @param maxTimestamp no earlier than its latest record
 */
public record BlockSpan(
    long position, long firstSequence, long lastSequence, long minTimestamp, long maxTimestamp) {}
