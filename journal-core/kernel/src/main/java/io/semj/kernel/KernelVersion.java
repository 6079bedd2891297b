package io.semj.kernel;

/**
 * The version of a kernel's journal.
 *
 * @param major an unsigned number; another one than ours cannot be read
 * @param minor an unsigned number; what a higher one adds can be ignored
 */
public record KernelVersion(int major, int minor) {
  /** The version that this library writes. */
  public static final KernelVersion CURRENT = new KernelVersion(1, 0);

  @Override
  public String toString() {
    return Integer.toUnsignedString(major) + "." + Integer.toUnsignedString(minor);
  }
}
