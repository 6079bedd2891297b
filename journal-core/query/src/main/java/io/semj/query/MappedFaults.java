package io.semj.query;

/**
 * Makes faults on mapped memory show at a known place. Where a page is not there any more, because
 * the file was cut short or the disk does not give it, HotSpot notes the fault, goes on with bytes
 * from nowhere, and throws {@link InternalError} when the thread next enters the runtime: in
 * compiled code that may be thousands of instructions later, in code that knows of no mapping.
 */
final class MappedFaults {
  /** Not known to a compiler. */
  private static volatile int one = 1;

  private MappedFaults() {}

  /**
   * Throws now what this thread's faults so far have in store. To be called behind the last access
   * to mapped memory and before anything read from it is used. Takes some 60 ns.
   *
   * @throws InternalError when there was a fault
   */
  static void surface() {
    try {
      enterRuntime();
    } catch (InternalError fault) {
      try {
        enterRuntime();
      } catch (InternalError another) {
        fault.addSuppressed(another);
      }
      throw fault;
    }
  }

  /** Arrays of arrays whose sizes are not constants are always made by the runtime. */
  private static void enterRuntime() {
    int size = one;
    if (new byte[size][size].length != size) {
      throw new AssertionError(size);
    }
  }
}
