package io.semj.kernel;

/**
 * What a synchronisation did.
 *
 * @param drift how far the journal was behind before
 * @param imported how many kernel events the journal has now that it had not before; durable
 * @param skipped how many malformed kernel events were passed over
 * @param exported how many userspace events were given to the kernel
 * @param refused how many were left out because the kernel's form cannot hold them
 * @param lastKernelSequence the kernel's sequence of the last event imported so far, 0 for none
 * @param exportedThrough userspace events up to this sequence were exported, where they are to be
 */
public record KernelSyncResult(
    SequenceDrift drift,
    long imported,
    long skipped,
    long exported,
    long refused,
    long lastKernelSequence,
    long exportedThrough) {}
