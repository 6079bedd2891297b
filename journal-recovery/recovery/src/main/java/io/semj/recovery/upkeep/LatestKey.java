package io.semj.recovery.upkeep;

import static java.util.Objects.requireNonNull;

import io.semj.checksum.Sha256;
import io.semj.format.RecordFlyweight;
import java.nio.ByteBuffer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Gives the key of a record, where of all records with one key only the latest is to be kept. It
 * decides the same for the same record every time, and keeps nothing of the record.
 */
public final class LatestKey {
  private final Reader reader;

  private LatestKey(Reader reader) {
    this.reader = reader;
  }

  private interface Reader {
    boolean read(RecordFlyweight record, KeyHash into);
  }

  /**
   * Keys that are numbers.
   *
   * @param key of a record
   * @return keys; every record has one
   */
  public static LatestKey ofLong(ToLongFunction<RecordFlyweight> key) {
    requireNonNull(key, "key");
    return new LatestKey((record, into) -> into.set(key.applyAsLong(record), 0));
  }

  /**
   * Keys of any length. They are told apart by 128 bits of their SHA-256.
   *
   * @param key of a record, or null for a record that is kept whatever follows
   * @return keys
   */
  public static LatestKey ofBytes(Function<RecordFlyweight, byte[]> key) {
    requireNonNull(key, "key");
    Sha256 sha = new Sha256();
    byte[] digest = new byte[Sha256.DIGEST_LENGTH];
    ByteBuffer words = ByteBuffer.wrap(digest);
    return new LatestKey(
        (record, into) -> {
          byte[] bytes = key.apply(record);
          if (bytes == null) {
            return false;
          }
          sha.reset();
          sha.update(bytes, 0, bytes.length);
          sha.digest(digest, 0);
          return into.set(words.getLong(0), words.getLong(Long.BYTES));
        });
  }

  /** Reads a record's key; false when it has none. */
  boolean read(RecordFlyweight record, KeyHash into) {
    return reader.read(record, into);
  }

  /** A key of 128 bits, used again and again. */
  static final class KeyHash {
    private long high;
    private long low;

    boolean set(long newHigh, long newLow) {
      high = newHigh;
      low = newLow;
      return true;
    }

    long high() {
      return high;
    }

    long low() {
      return low;
    }
  }
}
