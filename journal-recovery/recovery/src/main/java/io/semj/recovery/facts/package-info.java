/** Looks at a journal and tells what is there, as {@link io.semj.recovery.facts.RecoveryFacts}. */
package io.semj.recovery.facts;
