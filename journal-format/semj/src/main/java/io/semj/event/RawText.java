package io.semj.event;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Text as the bytes that another record had, which need not be valid UTF-8 (a path of the kernel's
 * may be any bytes). Written back they are the same bytes.
 */
final class RawText implements CharSequence {
  private final byte[] bytes;
  private final int offset;
  private final int size;
  private final String decoded;

  RawText(byte[] bytes, int offset, int size) {
    this.bytes = bytes;
    this.offset = offset;
    this.size = size;
    decoded = new String(bytes, offset, size, UTF_8);
  }

  int size() {
    return size;
  }

  void copyTo(byte[] into, int at) {
    System.arraycopy(bytes, offset, into, at, size);
  }

  @Override
  public int length() {
    return decoded.length();
  }

  @Override
  public char charAt(int index) {
    return decoded.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return decoded.subSequence(start, end);
  }

  @Override
  public String toString() {
    return decoded;
  }
}
