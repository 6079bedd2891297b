package io.semj.subscribe;

/**
 * Sequences that a subscription did not come to see, because retention was quicker.
 *
 * @param firstSequence the first of them
 * @param lastSequence the last of them
 */
public record MissedEvents(long firstSequence, long lastSequence) {}
