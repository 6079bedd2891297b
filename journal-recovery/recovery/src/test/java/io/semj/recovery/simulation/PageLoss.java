package io.semj.recovery.simulation;

/**
 * What a power cut makes of a page that was not forced. A sector that held something is old or new,
 * as disks promise; one that held nothing may be zero, new, or new with a bit flipped.
 */
final class PageLoss {
  private static final int SECTOR = 512;

  private PageLoss() {}

  static byte[] of(byte[] old, byte[] now, Dice dice) {
    if (dice.chance(dice.keeping())) {
      return now;
    }
    if (dice.chance(0.5)) {
      return old;
    }
    byte[] torn = new byte[SimulatedFile.PAGE];
    for (int at = 0; at < torn.length; at += SECTOR) {
      byte[] from = dice.chance(0.5) ? now : old;
      if (from != null) {
        System.arraycopy(from, at, torn, at, SECTOR);
      }
      if (from == now && FileImage.isZero(old, at, at + SECTOR) && dice.chance(0.2)) {
        torn[at + dice.below(SECTOR)] ^= (byte) (1 << dice.below(8));
      }
    }
    return torn;
  }
}
