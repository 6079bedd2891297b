/**
 * What can go wrong, by type: every failure that the journal reports is a {@link
 * io.semj.error.JournalException}, and its class tells the caller what to do about it.
 */
package io.semj.error;
