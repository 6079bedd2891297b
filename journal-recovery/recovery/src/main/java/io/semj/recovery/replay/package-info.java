/**
 * Gives the events of a journal to a handler again: {@link io.semj.recovery.replay.Replay}, as
 * {@link io.semj.recovery.replay.ReplayOptions} say.
 */
package io.semj.recovery.replay;
