/**
 * What is measured: this library in named variants, the physical limit, and peers, each behind
 * {@link io.semj.suite.subject.Subject}.
 */
package io.semj.suite.subject;
