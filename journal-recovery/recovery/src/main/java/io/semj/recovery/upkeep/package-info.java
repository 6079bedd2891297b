/**
 * Upkeep of closed segments, beside a writer or without one: compaction, retention ahead of time,
 * archives, and verification bit by bit.
 */
package io.semj.recovery.upkeep;
