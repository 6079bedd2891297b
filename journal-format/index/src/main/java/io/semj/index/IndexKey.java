package io.semj.index;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;

/**
 * Keys as numbers of 40 bits: 4 bits of {@link KeyKind} above 36 bits of a hash of the value.
 * Numbers are hashed by the finalizer of SplitMix64 (Steele, Lea, Flood 2014), bytes by XXH64 with
 * the kind as seed.
 *
 * <p>Two values of a kind share a key with a probability of 2^-36, which costs the reading of a
 * block in vain and nothing else.
 */
public final class IndexKey {
  /** Of the hash. */
  static final int HASH_BITS = 36;

  /** Of the whole key. */
  static final int KEY_BITS = HASH_BITS + KeyKind.CODE_BITS;

  private static final XXHash64 XXH64 = XXHashFactory.safeInstance().hash64();
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private IndexKey() {}

  /**
   * The key of a number.
   *
   * @param kind of the value
   * @param value of the event
   * @return the key
   */
  public static long of(KeyKind kind, long value) {
    return key(kind, mix(value + kind.code() * GOLDEN_RATIO));
  }

  /**
   * The key of an event that a record's links name as an effect, the record not being of that event
   * itself. It is a key of the kind {@link KeyKind#CAUSE}, in which it cannot be taken for a cause.
   *
   * @param eventId of the effect
   * @return the key
   */
  public static long effect(long eventId) {
    return of(KeyKind.CAUSE, ~eventId);
  }

  /**
   * The key of a text.
   *
   * @param kind of the value
   * @param value of the event
   * @return the key
   */
  public static long of(KeyKind kind, String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return of(kind, utf8, 0, utf8.length);
  }

  /**
   * The key of bytes.
   *
   * @param kind of the value
   * @param bytes that hold it
   * @param offset of its first byte
   * @param length in bytes
   * @return the key
   */
  public static long of(KeyKind kind, byte[] bytes, int offset, int length) {
    return key(kind, XXH64.hash(bytes, offset, length, kind.code()));
  }

  /** The key of bytes that a little-endian buffer holds: much faster there than in an array. */
  static long of(KeyKind kind, ByteBuffer bytes, int offset, int length) {
    return key(kind, XXH64.hash(bytes, offset, length, kind.code()));
  }

  /**
   * The key of a number that the application extracts under a name of its own.
   *
   * @param name of the application's key
   * @param value of the event
   * @return the key
   */
  public static long user(String name, long value) {
    return key(KeyKind.USER, mix(value + nameHash(name)));
  }

  /**
   * The key of a text that the application extracts under a name of its own.
   *
   * @param name of the application's key
   * @param value of the event
   * @return the key
   */
  public static long user(String name, String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return key(KeyKind.USER, XXH64.hash(utf8, 0, utf8.length, nameHash(name)));
  }

  private static long nameHash(String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    return XXH64.hash(utf8, 0, utf8.length, KeyKind.USER.code());
  }

  private static long key(KeyKind kind, long hash) {
    return (long) kind.code() << HASH_BITS | hash >>> (Long.SIZE - HASH_BITS);
  }

  /** The code of a key's kind. */
  static int kindCode(long key) {
    return (int) (key >>> HASH_BITS);
  }

  /** The hash in a key. */
  static long hash(long key) {
    return key & ((1L << HASH_BITS) - 1);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
