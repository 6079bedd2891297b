package io.semj.suite.report;

import java.util.Map;

/**
 * What one round found.
 *
 * @param key of what
 * @param round from 1 on
 * @param figures by name
 * @param histogram of nanoseconds, compressed, in Base64; null when there is none
 * @param problem why there are no figures; null when there are
 */
public record Sample(
    Key key, int round, Map<String, Double> figures, String histogram, String problem) {}
