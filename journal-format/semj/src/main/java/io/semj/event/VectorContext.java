package io.semj.event;

/**
 * What an event says about a vector. Numbers are unsigned.
 *
 * @param vectorId the vector, 0 if not set
 * @param dimensions how many elements it has, 0 if not set
 * @param elementType what they are, 0 if not set
 */
public record VectorContext(long vectorId, int dimensions, int elementType) {}
