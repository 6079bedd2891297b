/** JMH benchmarks of each stage of an event's way alone. */
package io.semj.suite.stage;
