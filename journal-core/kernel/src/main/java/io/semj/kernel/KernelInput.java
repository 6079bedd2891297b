package io.semj.kernel;

import java.io.Closeable;

/** Where the bytes of a kernel journal come from, one after another. Not thread-safe. */
interface KernelInput extends Closeable {
  /**
   * Takes bytes that are there now; never waits for more.
   *
   * @param position of the first one wanted, from the journal's beginning; a stream can only go on
   * @param into where to
   * @param offset in it
   * @param length how many at most
   * @return how many there were, 0 for none yet
   */
  int read(long position, byte[] into, int offset, int length);

  /** Whether, with what was read, all that there is now has been read and no more is on its way. */
  boolean isAtEnd(long position);

  /** Whether bytes can be read again. */
  boolean isFile();

  @Override
  void close();
}
