package io.semj.query;

import java.util.List;

/**
 * What an aggregation computed over one group.
 *
 * @param values of the keys, in their order, and behind them the beginning of the time bucket when
 *     buckets were asked for
 * @param events how many
 * @param bytes of their records, uncompressed
 * @param meanRelevance of the events to agents, 0 to 100
 * @param distinctAgents how many agents they are of
 */
public record EventGroup(
    List<String> values, long events, long bytes, double meanRelevance, int distinctAgents) {}
