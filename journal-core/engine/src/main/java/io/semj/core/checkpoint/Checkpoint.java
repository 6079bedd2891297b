package io.semj.core.checkpoint;

import io.semj.core.storage.JournalPosition;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A place in a journal, and the application's state as it was there: state and the events behind
 * {@code sequence} together make the state of now. What is said here was read from the file's
 * checked header; {@link CheckpointStore#verify} proves the snapshot too.
 *
 * @param file that holds it
 * @param id counted from 1 by each checkpoint of the journal
 * @param journalId of the journal that it belongs to
 * @param sequence the last event whose effect is in the snapshot, 0 for none; replay begins behind
 * @param position a place between two blocks, at or behind the sequence, that was durable
 * @param createdNanos when, since 1970
 * @param snapshotBytes the length of the application's snapshot, 0 for none
 * @param lastKernelSequence the kernel's sequence of the last event from the kernel that was known
 *     when the checkpoint was made, 0 for none
 */
public record Checkpoint(
    Path file,
    long id,
    UUID journalId,
    long sequence,
    JournalPosition position,
    long createdNanos,
    long snapshotBytes,
    long lastKernelSequence) {}
