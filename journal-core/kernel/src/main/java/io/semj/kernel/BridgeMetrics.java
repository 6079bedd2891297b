package io.semj.kernel;

/**
 * Counts since a bridge was opened.
 *
 * @param convertedToKernel events that were converted by {@code convertToKernelFormat}
 * @param convertedFromKernel kernel events that were converted by {@code convertFromKernelFormat}
 * @param refusedToKernel events that the kernel's form could not hold, exports included
 * @param malformed kernel events that were refused, imports included
 * @param imported events
 * @param exported events
 * @param synchronisations that were begun
 * @param failedSynchronisations that ended with an exception
 * @param alerts of drift that were given
 * @param corrections of drift that were made
 * @param lastSyncNanos how long the last synchronisation took, 0 before the first
 */
public record BridgeMetrics(
    long convertedToKernel,
    long convertedFromKernel,
    long refusedToKernel,
    long malformed,
    long imported,
    long exported,
    long synchronisations,
    long failedSynchronisations,
    long alerts,
    long corrections,
    long lastSyncNanos) {}
