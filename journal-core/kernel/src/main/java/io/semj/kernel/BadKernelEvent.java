package io.semj.kernel;

import io.semj.error.MalformedKernelEventException;

/**
 * A malformed event that was passed over.
 *
 * @param position where it begins in the kernel journal
 * @param length how many bytes were passed over
 * @param reason what is wrong with it
 */
public record BadKernelEvent(long position, long length, MalformedKernelEventException reason) {}
