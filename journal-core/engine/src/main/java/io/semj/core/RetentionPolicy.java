package io.semj.core;

import java.time.Duration;

/**
 * How long closed segments are kept. The oldest is removed as long as one of the first three limits
 * is passed; the segment being written is never removed. Where at least one of these limits is set,
 * closed segments also make way for the bytes that are to stay free; where none is, nothing is ever
 * removed.
 *
 * @param maxSegments how many segments there may be, 0 for any number
 * @param maxAge how old the newest event of a segment may be, {@link Duration#ZERO} for any age
 * @param maxBytes how many bytes the journal may have, 0 for any number
 * @param keepFreeBytes how many bytes of the device the journal leaves to others: below that it
 *     takes no more of them, and its state is {@link JournalState#SPACE_FULL}
 */
public record RetentionPolicy(int maxSegments, Duration maxAge, long maxBytes, long keepFreeBytes) {
  private static final long DEFAULT_KEEP_FREE_BYTES = 64L << 20;

  /**
   * Checks the values.
   *
   * @throws io.semj.error.ConfigurationException when one of them is negative
   */
  public RetentionPolicy {
    Checks.atLeast(Setting.RETENTION_COUNT, maxSegments, 0);
    Checks.zeroOrPositive(Setting.RETENTION_AGE, maxAge);
    Checks.atLeast(Setting.RETENTION_BYTES, maxBytes, 0);
    Checks.atLeast(Setting.RETENTION_KEEP_FREE_BYTES, keepFreeBytes, 0);
  }

  /**
   * Keeps everything, and 64 MiB of the device free: the default.
   *
   * @return the policy
   */
  public static RetentionPolicy keepAll() {
    return new RetentionPolicy(0, Duration.ZERO, 0, DEFAULT_KEEP_FREE_BYTES);
  }

  /**
   * This policy with another number of segments.
   *
   * @param count at most so many, 0 for any number
   * @return a new policy
   */
  public RetentionPolicy withMaxSegments(int count) {
    return new RetentionPolicy(count, maxAge, maxBytes, keepFreeBytes);
  }

  /**
   * This policy with another age.
   *
   * @param age at most so old, zero for any age
   * @return a new policy
   */
  public RetentionPolicy withMaxAge(Duration age) {
    return new RetentionPolicy(maxSegments, age, maxBytes, keepFreeBytes);
  }

  /**
   * This policy with another size.
   *
   * @param bytes at most so many, 0 for any number
   * @return a new policy
   */
  public RetentionPolicy withMaxBytes(long bytes) {
    return new RetentionPolicy(maxSegments, maxAge, bytes, keepFreeBytes);
  }

  /**
   * This policy with another reserve on the device.
   *
   * @param bytes that stay free
   * @return a new policy
   */
  public RetentionPolicy withKeepFreeBytes(long bytes) {
    return new RetentionPolicy(maxSegments, maxAge, maxBytes, bytes);
  }
}
