package io.semj.checksum;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The running digest that ties every block to all blocks before it: the next digest is the SHA-256
 * of the last one followed by the block's bytes. The first digest is the journal's {@linkplain
 * #anchor anchor}, so that blocks of two journals never form one chain.
 *
 * <p>It links without allocating, and belongs to one thread at a time. Give it memory that the
 * process owns, never a mapped file.
 */
public final class BlockChain {
  /** The length of a journal id in bytes. */
  public static final int JOURNAL_ID_LENGTH = 16;

  private static final byte[] ANCHOR_PREFIX = "SEMJ-CHAIN-1".getBytes(StandardCharsets.US_ASCII);

  private final Sha256 sha = new Sha256();
  private final byte[] digest = new byte[Sha256.DIGEST_LENGTH];
  private final byte[] checksumBytes = new byte[Integer.BYTES];

  /**
   * A chain that goes on from a digest.
   *
   * @param digest of the last block linked, or the anchor
   */
  public BlockChain(byte[] digest) {
    restart(digest);
  }

  /**
   * The digest from which a journal's chain starts.
   *
   * @param journalId 16 bytes
   * @return SHA-256 over the ASCII text "SEMJ-CHAIN-1" and the id
   */
  public static byte[] anchor(byte[] journalId) {
    if (journalId.length != JOURNAL_ID_LENGTH) {
      throw new IllegalArgumentException(
          "journal id has the wrong length: expected=16, actual=" + journalId.length);
    }
    Sha256 sha = new Sha256();
    sha.update(ANCHOR_PREFIX, 0, ANCHOR_PREFIX.length);
    sha.update(journalId, 0, journalId.length);
    byte[] anchor = new byte[Sha256.DIGEST_LENGTH];
    sha.digest(anchor, 0);
    return anchor;
  }

  /**
   * Links bytes: the digest becomes SHA-256(digest, bytes).
   *
   * @param bytes not of a mapped file; position and limit are left somewhere in the range
   * @param offset of the first byte, absolute
   * @param length how many
   */
  public void link(ByteBuffer bytes, int offset, int length) {
    sha.reset();
    sha.update(digest, 0, Sha256.DIGEST_LENGTH);
    sha.update(bytes, offset, length);
    sha.digest(digest, 0);
  }

  /**
   * Links a checksum in place of the bytes it is of: the digest becomes SHA-256(digest, checksum).
   *
   * @param checksum of the block's bytes; hashed as u32, little-endian
   */
  public void linkChecksum(int checksum) {
    for (int i = 0; i < Integer.BYTES; i++) {
      checksumBytes[i] = (byte) (checksum >>> (i * Byte.SIZE));
    }
    sha.reset();
    sha.update(digest, 0, Sha256.DIGEST_LENGTH);
    sha.update(checksumBytes, 0, Integer.BYTES);
    sha.digest(digest, 0);
  }

  /**
   * Writes the digest after the last block linked.
   *
   * @param into receives {@link Sha256#DIGEST_LENGTH} bytes
   * @param offset where in it
   */
  public void copyDigest(byte[] into, int offset) {
    System.arraycopy(digest, 0, into, offset, Sha256.DIGEST_LENGTH);
  }

  /**
   * Goes on from another digest.
   *
   * @param from of the last block linked, or an anchor
   */
  public void restart(byte[] from) {
    if (from.length != Sha256.DIGEST_LENGTH) {
      throw new IllegalArgumentException(
          "digest has the wrong length: expected=32, actual=" + from.length);
    }
    System.arraycopy(from, 0, digest, 0, Sha256.DIGEST_LENGTH);
  }

  /**
   * Whether the digest after the last block linked is this one.
   *
   * @param other holds a digest
   * @param offset where in it
   * @return true if all bytes are equal
   */
  public boolean matches(byte[] other, int offset) {
    return Arrays.equals(
        digest, 0, Sha256.DIGEST_LENGTH, other, offset, offset + Sha256.DIGEST_LENGTH);
  }
}
