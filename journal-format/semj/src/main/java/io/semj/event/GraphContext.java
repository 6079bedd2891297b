package io.semj.event;

/**
 * What an event says about a graph. Numbers are unsigned.
 *
 * @param nodeId the node, 0 if not set
 * @param edgeId the edge, 0 if not set
 * @param operationType what was done, 0 if not set
 */
public record GraphContext(long nodeId, long edgeId, int operationType) {}
