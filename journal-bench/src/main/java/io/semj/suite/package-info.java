/**
 * The benchmark suite: this library beside peers and the physical limit, in one run, on one disk.
 */
package io.semj.suite;
