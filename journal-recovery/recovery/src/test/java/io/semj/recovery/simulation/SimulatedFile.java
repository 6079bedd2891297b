package io.semj.recovery.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A file's content as programs see it, and as the device holds it. A page is dirty when the two
 * differ. The disk's lock guards it.
 */
final class SimulatedFile {
  static final int PAGE = 4096;

  private final List<byte[]> seen;
  private final List<byte[]> durable;
  private final BitSet forgotten = new BitSet();
  private final List<Long> sizes = new ArrayList<>();
  private long size;
  private long durableSize;

  SimulatedFile(FileImage image) {
    seen = new ArrayList<>(image.pages());
    durable = new ArrayList<>(image.pages());
    size = image.size();
    forcedAt(size);
  }

  long size() {
    return size;
  }

  long pages() {
    return seen.stream().filter(page -> page != null).count();
  }

  /** Copies what is there; -1 behind the end. */
  int read(long position, byte[] into, int offset, int length) {
    if (position >= size) {
      return -1;
    }
    int count = (int) Math.min(length, size - position);
    for (int done = 0; done < count; ) {
      int within = (int) ((position + done) % PAGE);
      int part = Math.min(PAGE - within, count - done);
      byte[] page = at(seen, (int) ((position + done) / PAGE));
      if (page == null) {
        Arrays.fill(into, offset + done, offset + done + part, (byte) 0);
      } else {
        System.arraycopy(page, within, into, offset + done, part);
      }
      done += part;
    }
    return count;
  }

  void write(long position, byte[] from, int offset, int length) {
    for (int done = 0; done < length; ) {
      int index = (int) ((position + done) / PAGE);
      int within = (int) ((position + done) % PAGE);
      int part = Math.min(PAGE - within, length - done);
      byte[] old = at(seen, index);
      byte[] page = old == null ? new byte[PAGE] : old.clone();
      System.arraycopy(from, offset + done, page, within, part);
      put(seen, index, page);
      forgotten.clear(index); // dirty again
      done += part;
    }
    size = Math.max(size, position + length);
    sizes.add(size);
  }

  void truncate(long newSize) {
    if (newSize >= size) {
      return;
    }
    int kept = (int) ((newSize + PAGE - 1) / PAGE);
    while (seen.size() > kept) {
      seen.remove(seen.size() - 1);
    }
    int within = (int) (newSize % PAGE);
    if (within > 0 && at(seen, kept - 1) != null) {
      byte[] last = at(seen, kept - 1).clone();
      Arrays.fill(last, within, PAGE, (byte) 0);
      seen.set(kept - 1, last);
    }
    size = newSize;
    sizes.add(size);
    forgotten.clear(kept, Math.max(kept, forgotten.length()));
  }

  /** Everything but what a failed force has forgotten is on the device now. */
  void force() {
    for (int i = 0; i < seen.size(); i++) {
      writePage(i);
    }
    while (durable.size() > seen.size()) {
      durable.remove(durable.size() - 1);
    }
    forcedAt(size);
  }

  /**
   * Some pages reach the device. The others count as clean, so the next force says that all is
   * well; they stay readable or, on some file systems, go back to what they were.
   */
  void forceAndFail(Dice dice) {
    boolean reverts = dice.chance(0.2);
    for (int i = 0; i < seen.size(); i++) {
      if (isDirty(i) && dice.chance(0.3)) {
        writePage(i);
      } else if (isDirty(i)) {
        forgotten.set(i);
        seen.set(i, reverts ? at(durable, i) : at(seen, i));
      }
    }
    if (dice.chance(0.5)) {
      forcedAt(size);
    }
  }

  /** The operating system writes a page in its own time. */
  void writeBack(Dice dice) {
    if (!seen.isEmpty()) {
      writePage(dice.below(seen.size()));
    }
  }

  private void forcedAt(long nowDurable) {
    durableSize = nowDurable;
    sizes.clear();
    sizes.add(nowDurable);
  }

  private void writePage(int index) {
    if (isDirty(index)) {
      put(durable, index, at(seen, index));
    }
  }

  private boolean isDirty(int index) {
    return at(seen, index) != at(durable, index) && !forgotten.get(index);
  }

  FileImage asSeen() {
    return new FileImage(new ArrayList<>(seen), size);
  }

  /** What the device may hold when the power goes now. */
  FileImage afterPowerCut(Dice dice) {
    SimulatedFile left = new SimulatedFile(new FileImage(durable, durableSize));
    left.size = Math.max(size, durableSize);
    for (int i = 0; i < seen.size(); i++) {
      if (isDirty(i)) {
        put(left.seen, i, PageLoss.of(at(durable, i), at(seen, i), dice));
      }
    }
    left.truncate(sizeAfterPowerCut(dice));
    return left.asSeen();
  }

  /** A size that the file had since it was forced, or the end of a page below it. */
  private long sizeAfterPowerCut(Dice dice) {
    long had = dice.chance(0.3) ? size : dice.oneOf(sizes);
    long pageEnd = had - had % PAGE;
    return pageEnd > durableSize && dice.chance(0.3) ? pageEnd : had;
  }

  private static byte[] at(List<byte[]> pages, int index) {
    return index < pages.size() ? pages.get(index) : null;
  }

  private static void put(List<byte[]> pages, int index, byte[] page) {
    while (pages.size() <= index) {
      pages.add(null);
    }
    pages.set(index, page);
  }
}
