package io.semj.core.engine;

import org.agrona.concurrent.UnsafeBuffer;

/** Where buffers for large records come from. Any thread. */
interface LargeMemory {
  /** Memory of the process, which it has enough of. */
  LargeMemory PRIVATE =
      new LargeMemory() {
        @Override
        public LargeBuffer allocate(int size) {
          return new LargeBuffer(new UnsafeBuffer(new byte[size]), 0);
        }

        @Override
        public void free(LargeBuffer buffer) {
          // the garbage collector's
        }
      };

  /**
   * Allocates a buffer.
   *
   * @param size a power of two
   * @return the buffer, or null when there is no room for it
   */
  LargeBuffer allocate(int size);

  /** Takes a buffer back that nobody uses any more. */
  void free(LargeBuffer buffer);
}
