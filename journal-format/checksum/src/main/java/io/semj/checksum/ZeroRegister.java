package io.semj.checksum;

import java.util.Arrays;

/**
 * What a CRC32 register that begins with all ones is after so many zero bytes. The CRC is linear:
 * exclusive-or with it turns the register after any message of that length into the one that began
 * with zero.
 *
 * <p>Registers are polynomials over GF(2), the coefficient of x^0 in the highest bit; a zero byte
 * multiplies by x^8 modulo the CRC's polynomial. One thread.
 */
final class ZeroRegister {
  private static final int POLYNOMIAL = 0xEDB8_8320;
  private static final int ONE = 1 << 31;

  /** x to the 2nd power of the index: its square is the next one. */
  private static final int[] POWERS = powers();

  private static final int REMEMBERED = 64;

  private final long[] lengths = new long[REMEMBERED];
  private final int[] registers = new int[REMEMBERED];

  ZeroRegister() {
    Arrays.fill(registers, -1); // after no byte at all
  }

  private static int[] powers() {
    int[] powers = new int[Long.SIZE];
    powers[0] = ONE >>> 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = multiply(powers[i - 1], powers[i - 1]);
    }
    return powers;
  }

  /** The register after so many zero bytes; those that were asked for lately are remembered. */
  int after(long length) {
    int slot = (int) length & (REMEMBERED - 1);
    if (lengths[slot] != length) {
      registers[slot] = compute(length);
      lengths[slot] = length;
    }
    return registers[slot];
  }

  private static int compute(long length) {
    int register = -1;
    int power = 3; // a byte is x to the 8th
    for (long left = length; left != 0; left >>>= 1) {
      if ((left & 1) != 0) {
        register = multiply(POWERS[power], register);
      }
      power++;
    }
    return register;
  }

  private static int multiply(int a, int b) {
    int product = 0;
    int shifted = b;
    for (int bits = a; bits != 0; bits <<= 1) {
      if (bits < 0) {
        product ^= shifted;
      }
      shifted = (shifted >>> 1) ^ ((shifted & 1) * POLYNOMIAL);
    }
    return product;
  }
}
