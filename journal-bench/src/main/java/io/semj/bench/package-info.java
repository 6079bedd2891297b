/**
 * What emission, writing and reading cost: JMH benchmarks, and programs for what JMH does not fit.
 */
package io.semj.bench;
