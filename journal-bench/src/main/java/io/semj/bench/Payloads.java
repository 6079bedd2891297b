package io.semj.bench;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Payloads that compress as real ones do: lines of JSON as services log them, all of exactly {@link
 * #LENGTH} bytes, drawn from a seed so that every run has the same.
 */
final class Payloads {
  static final int LENGTH = 256;
  static final int COUNT = 1024;
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
    SplittableRandom random = new SplittableRandom(SEED);
    byte[][] pool = new byte[COUNT][];
    for (int i = 0; i < COUNT; i++) {
      pool[i] = payload(random);
    }
    return pool;
  }

  private static byte[] payload(SplittableRandom random) {
    StringBuilder text = new StringBuilder(LENGTH + 16);
    text.append("{\"level\":\"").append(pick(random, LEVELS));
    text.append("\",\"service\":\"").append(pick(random, SERVICES));
    text.append("\",\"op\":\"").append(pick(random, OPERATIONS));
    text.append("\",\"trace\":\"").append(String.format("%016x", random.nextLong()));
    text.append("\",\"user\":").append(random.nextInt(1_000_000));
    text.append(",\"status\":").append(random.nextInt(20) == 0 ? 503 : 200);
    text.append(",\"micros\":").append(random.nextInt(100, 90_000));
    String message = pick(random, MESSAGES);
    text.append(",\"message\":\"")
        .append(String.format(message, random.nextInt(1_000), random.nextInt(100_000)))
        .append("\",\"host\":\"node-")
        .append(random.nextInt(16))
        .append("\",\"note\":\"");
    while (text.length() < LENGTH - 2) {
      text.append('.');
    }
    text.setLength(LENGTH - 2);
    return text.append("\"}").toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static String pick(SplittableRandom random, String[] from) {
    return from[random.nextInt(from.length)];
  }
}
