/**
 * The journal: {@link io.semj.core.SemanticJournal} writes events, {@link
 * io.semj.core.JournalReader} reads them, {@link io.semj.core.JournalConfig} says how.
 */
package io.semj.core;
