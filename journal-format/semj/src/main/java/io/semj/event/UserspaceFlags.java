package io.semj.event;

/** Bits of the userspace flags. Other bits are kept as they are. */
public final class UserspaceFlags {
  /** Is to reach the kernel's journal too. */
  public static final int REQUIRES_KERNEL_SYNC = 1 << 0;

  /** Is to be stored. */
  public static final int REQUIRES_PERSISTENCE = 1 << 1;

  /** Is to be indexed. */
  public static final int REQUIRES_INDEXING = 1 << 2;

  /** Is to be compressed. */
  public static final int REQUIRES_COMPRESSION = 1 << 3;

  /** Is to be encrypted. */
  public static final int REQUIRES_ENCRYPTION = 1 << 4;

  /** Is to be handled before others. */
  public static final int HIGH_PRIORITY = 1 << 5;

  /** Belongs to a transaction. */
  public static final int TRANSACTIONAL = 1 << 6;

  /** Must keep its place among others. */
  public static final int REQUIRES_ORDERING = 1 << 7;

  /**
   * Came from the kernel's journal, and keeps the identity and the times that it has there even
   * where they are 0. Set by whoever imports kernel events, together with {@link
   * io.semj.format.ContextField#KERNEL_CLOCK_OFFSET} and {@link
   * io.semj.format.ContextField#KERNEL_POSITION}.
   */
  public static final int FROM_KERNEL = 1 << 8;

  private UserspaceFlags() {}
}
