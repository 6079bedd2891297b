/**
 * What all long work on a journal has in common: {@link io.semj.recovery.work.WorkControl} to hold
 * or end it, {@link io.semj.recovery.work.WorkProgress} to see how far it is.
 */
package io.semj.recovery.work;
