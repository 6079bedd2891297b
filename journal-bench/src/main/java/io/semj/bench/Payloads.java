package io.semj.bench;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Payloads that compress as real ones do: lines of JSON as services log them, all of exactly the
 * same length, drawn from a seed so that every run has the same.
 */
public final class Payloads {
  /** How many different ones there are: a power of two. */
  public static final int COUNT = 1024;

  static final int LENGTH = 256;
  private static final int SHORTEST = 64;
  private static final long SEED = 0x5E3D_2026L;

  private static final String[] SERVICES = {
    "checkout", "inventory", "search", "payment", "shipping", "profile", "catalog", "mailer"
  };
  private static final String[] OPERATIONS = {
    "get", "list", "create", "update", "delete", "reserve", "confirm", "refund", "index", "notify"
  };
  private static final String[] LEVELS = {"INFO", "INFO", "INFO", "DEBUG", "WARN", "ERROR"};

  /** A program says few different sentences; what varies is in them. */
  private static final String[] MESSAGES = {
    "request accepted from cache after %d retries for customer %d, order line price unchanged",
    "stock below minimum: item %d, depot %d, reorder was sent to the supplier of record",
    "token expired for session %d, peer %d asked to authenticate again before the next call",
    "connection reset by peer %d while waiting for reply %d, the call will be tried again",
    "queue depth %d above the mark on partition %d, the leader sheds background work",
    "leader of partition %d moved to node %d after three missed heartbeats in a row",
  };

  private Payloads() {}

  static byte[][] pool() {
    return pool(LENGTH);
  }

  /**
   * Payloads of one length.
   *
   * @param length of each, in bytes, at least 64
   * @return {@link #COUNT} of them
   */
  public static byte[][] pool(int length) {
    if (length < SHORTEST) {
      throw new IllegalArgumentException(
          "payload is too short: expected at least=" + SHORTEST + ", actual=" + length);
    }
    SplittableRandom random = new SplittableRandom(SEED);
    byte[][] pool = new byte[COUNT][];
    for (int i = 0; i < COUNT; i++) {
      pool[i] = payload(random, length);
    }
    return pool;
  }

  private static byte[] payload(SplittableRandom random, int length) {
    StringBuilder text = new StringBuilder(length + 256);
    text.append("{\"level\":\"").append(pick(random, LEVELS));
    text.append("\",\"id\":\"").append(String.format("%016x", random.nextLong())).append('"');
    if (length > 2 * SHORTEST) {
      request(text, random);
    }
    text.append(",\"note\":\"");
    while (text.length() < length - 2) {
      text.append(sentence(random)).append(". ");
    }
    text.setLength(length - 2);
    return text.append("\"}").toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void request(StringBuilder text, SplittableRandom random) {
    text.append(",\"service\":\"").append(pick(random, SERVICES));
    text.append("\",\"op\":\"").append(pick(random, OPERATIONS));
    text.append("\",\"user\":").append(random.nextInt(1_000_000));
    text.append(",\"status\":").append(random.nextInt(20) == 0 ? 503 : 200);
    text.append(",\"micros\":").append(random.nextInt(100, 90_000));
    text.append(",\"host\":\"node-").append(random.nextInt(16)).append('"');
  }

  private static String sentence(SplittableRandom random) {
    return String.format(pick(random, MESSAGES), random.nextInt(1_000), random.nextInt(100_000));
  }

  private static String pick(SplittableRandom random, String[] from) {
    return from[random.nextInt(from.length)];
  }
}
