/**
 * Brings journals back: a decision table turns facts into a {@link
 * io.semj.recovery.strategy.RecoveryStrategy}, a planner turns that into a {@link
 * io.semj.recovery.strategy.RecoveryPlan} that can be printed, and an executor carries the plan out
 * and can take it up again when it was killed.
 */
package io.semj.recovery.strategy;
