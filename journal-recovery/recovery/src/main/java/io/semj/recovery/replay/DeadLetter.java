package io.semj.recovery.replay;

/**
 * An event that the handler could not take.
 *
 * @param sequence of the event
 * @param error what the handler threw
 */
public record DeadLetter(long sequence, RuntimeException error) {}
