package io.semj.recovery.simulation;

import java.util.Arrays;
import java.util.List;

/**
 * What a file holds at one moment. Pages are never changed once they are in an image.
 *
 * @param pages of {@link SimulatedFile#PAGE} bytes; null for one of zeros
 * @param size in bytes
 */
record FileImage(List<byte[]> pages, long size) {
  static final FileImage EMPTY = new FileImage(List.of(), 0);

  /** The page, or null for one of zeros. */
  byte[] page(int index) {
    return index < pages.size() ? pages.get(index) : null;
  }

  byte[] bytes() {
    byte[] all = new byte[Math.toIntExact(size)];
    for (int i = 0; (long) i * SimulatedFile.PAGE < size; i++) {
      byte[] page = page(i);
      if (page != null) {
        int at = i * SimulatedFile.PAGE;
        System.arraycopy(page, 0, all, at, Math.min(SimulatedFile.PAGE, all.length - at));
      }
    }
    return all;
  }

  static FileImage of(byte[] bytes) {
    SimulatedFile file = new SimulatedFile(EMPTY);
    file.write(0, bytes, 0, bytes.length);
    return file.asSeen();
  }

  static boolean isZero(byte[] page, int from, int to) {
    return page == null || Arrays.equals(page, from, to, new byte[to - from], 0, to - from);
  }
}
