package io.semj.recovery.facts;

/**
 * Where to look for a segment's blocks, and which ones can be its own.
 *
 * @param generation of the segment
 * @param from the position of the first block
 * @param to where the segment ends at the latest
 * @param afterSequence the blocks' sequences are above this
 * @param throughSequence the blocks' sequences are not above this
 */
public record BlockWindow(
    long generation, long from, long to, long afterSequence, long throughSequence) {}
