/** Carries out a run: what is measured in which order, in which JVM. */
package io.semj.suite.run;
