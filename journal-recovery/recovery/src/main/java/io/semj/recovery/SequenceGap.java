package io.semj.recovery;

/**
 * Sequences that were given out and dropped under the journal's overflow policy, as the block
 * behind them says.
 *
 * @param firstSequence the first that is not there
 * @param count how many, one after another
 */
public record SequenceGap(long firstSequence, long count) {}
