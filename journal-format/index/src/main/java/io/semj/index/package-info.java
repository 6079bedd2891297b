/**
 * Which blocks of a segment may hold what is looked for. An index is derived from a segment and
 * never trusted over it: it names blocks, whose records are then read and asked themselves. It may
 * name a block too many and never one too few.
 */
package io.semj.index;
