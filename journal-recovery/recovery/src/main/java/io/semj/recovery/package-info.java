/** Looks after journals: {@link io.semj.recovery.IntegrityVerifier} proves what is in them. */
package io.semj.recovery;
