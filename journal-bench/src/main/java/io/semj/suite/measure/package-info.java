/**
 * What is measured, each measure on any {@link io.semj.suite.subject.Subject}, in a JVM of its own.
 */
package io.semj.suite.measure;
