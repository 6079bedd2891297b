package io.semj.kernel;

import io.semj.format.KernelJournalHeader;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is known of a kernel's journal.
 *
 * @param mode of the bridge
 * @param source where events are imported from, if anywhere
 * @param available whether it can be read now
 * @param problem why it cannot, empty when it can or there is none
 * @param device whether it is a device or a pipe, and not a file
 * @param bytes of the file, 0 for a device
 * @param header what it says of itself; none for a device, which would have to be read for it
 * @param lastKernelSequence the kernel's sequence of the last event that was imported, 0 for none
 *     or as long as nothing was synchronised
 * @param exportedThrough userspace events up to this sequence were exported, likewise
 * @param drift that was found last, none yet before the first time
 */
public record KernelJournalStatus(
    CompatibilityMode mode,
    Optional<Path> source,
    boolean available,
    String problem,
    boolean device,
    long bytes,
    Optional<KernelJournalHeader> header,
    long lastKernelSequence,
    long exportedThrough,
    Optional<SequenceDrift> drift) {}
