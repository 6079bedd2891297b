/** Counts and times what the journal does, at a cost that its fast paths do not feel. */
package io.semj.core.metrics;
