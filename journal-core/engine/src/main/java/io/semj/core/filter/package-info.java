/**
 * Which events are meant: {@link io.semj.core.filter.RecordFilter} decides over one record, {@link
 * io.semj.core.filter.EventFilter} does so by what events say.
 */
package io.semj.core.filter;
