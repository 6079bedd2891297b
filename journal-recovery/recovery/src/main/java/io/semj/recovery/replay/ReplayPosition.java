package io.semj.recovery.replay;

import java.util.UUID;

/**
 * How far a replay is, as it is kept in a file.
 *
 * @param journalId of the journal
 * @param sequence up to which everything is handled
 * @param savedNanos when that was kept, since 1970
 */
public record ReplayPosition(UUID journalId, long sequence, long savedNanos) {}
