package io.semj.kernel;

/** A stream that, after every so many bytes, has none for one attempt to read. */
final class TrickledInput implements KernelInput {
  private final byte[] bytes;
  private final int step;
  private int taken;
  private int there;

  TrickledInput(byte[] bytes, int step) {
    this.bytes = bytes;
    this.step = step;
  }

  @Override
  public int read(long position, byte[] into, int offset, int length) {
    if (taken == there) {
      there = Math.min(bytes.length, there + step);
      return 0;
    }
    int count = Math.min(length, there - taken);
    System.arraycopy(bytes, taken, into, offset, count);
    taken += count;
    return count;
  }

  @Override
  public boolean isAtEnd(long position) {
    return taken == bytes.length;
  }

  @Override
  public boolean isFile() {
    return false;
  }

  @Override
  public void close() {}
}
