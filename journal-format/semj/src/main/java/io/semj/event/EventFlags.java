package io.semj.event;

/** Bits of the event flags, which the kernel shares. Other bits are kept as they are. */
public final class EventFlags {
  /** Belongs to an emission that is there whole or not at all. */
  public static final int ATOMIC = 0x01;

  /** Belongs to a transaction. */
  public static final int TRANSACTIONAL = 0x02;

  /** Has causes that are recorded. */
  public static final int CAUSAL = 0x04;

  /** Agents may see it. */
  public static final int AGENT_VISIBLE = 0x08;

  /** Replays to the same effect. */
  public static final int DETERMINISTIC = 0x10;

  /** Is compressed by itself. */
  public static final int COMPRESSED = 0x20;

  /** Is to be found by index. */
  public static final int INDEXED = 0x40;

  /** Came from, or went to, a replica. */
  public static final int REPLICATED = 0x80;

  private EventFlags() {}
}
