package io.semj.kernel;

/**
 * What a comparison of sequences found, and did.
 *
 * @param drift how far the journal was behind
 * @param missing how many events it did not have; of a device, only those that arrived by then
 * @param kernelSequence of the kernel's last event, 0 when it has none
 * @param importedSequence the kernel's sequence of the last event that the journal had, 0 for none
 * @param userspaceSequence the journal's last sequence
 * @param offset between the two numberings, see {@link
 *     KernelCompatibilityBridge#adjustSequenceForKernel}
 * @param corrected how many events were imported to correct the drift
 */
public record SequenceSync(
    SequenceDrift drift,
    long missing,
    long kernelSequence,
    long importedSequence,
    long userspaceSequence,
    long offset,
    long corrected) {}
