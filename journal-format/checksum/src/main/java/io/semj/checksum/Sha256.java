package io.semj.checksum;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 by the JDK's own provider.
 *
 * <p>An instance may be reused without allocating, and belongs to one thread at a time. Give it
 * memory that the process owns, never a mapped file.
 */
public final class Sha256 {
  /** The length of a digest in bytes. */
  public static final int DIGEST_LENGTH = 32;

  private final MessageDigest digest;

  /** A digest of no bytes yet. */
  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Begins again with no bytes. */
  public void reset() {
    digest.reset();
  }

  /**
   * Adds bytes.
   *
   * @param data the bytes
   * @param offset of the first one
   * @param length how many
   */
  public void update(byte[] data, int offset, int length) {
    digest.update(data, offset, length);
  }

  /**
   * Adds bytes; leaves the buffer's position and limit somewhere in the range that was read.
   *
   * @param data the bytes, not of a mapped file
   * @param offset of the first one, absolute
   * @param length how many
   */
  public void update(ByteBuffer data, int offset, int length) {
    data.limit(offset + length).position(offset);
    digest.update(data);
  }

  /**
   * Writes the digest of all bytes added since the last reset, and begins again with no bytes.
   *
   * @param into receives {@link #DIGEST_LENGTH} bytes
   * @param offset where in it
   * @throws IndexOutOfBoundsException if they do not fit; the bytes added stay added
   */
  public void digest(byte[] into, int offset) {
    if (offset < 0 || offset > into.length - DIGEST_LENGTH) {
      throw new IndexOutOfBoundsException(
          "digest does not fit: offset=" + offset + ", length=" + into.length);
    }
    try {
      digest.digest(into, offset, DIGEST_LENGTH);
    } catch (DigestException e) {
      throw new AssertionError("there is room for the digest", e);
    }
  }
}
