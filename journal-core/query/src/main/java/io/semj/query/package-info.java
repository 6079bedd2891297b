/**
 * Questions to a journal: indexes kept beside its segments, and queries that use them. What an
 * index names is read from the segments and asked again, so an answer never rests on an index.
 */
package io.semj.query;
