/** A first job on real input: {@link io.semj.demo.TreeJournal} journals a directory tree. */
package io.semj.demo;
