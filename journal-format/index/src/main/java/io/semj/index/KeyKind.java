package io.semj.index;

/** What a key is a value of. The codes are part of index files. */
public enum KeyKind {
  /** The event's type code. */
  TYPE(1),
  /** The event type's category code. */
  CATEGORY(2),
  /** The event's priority code. */
  PRIORITY(3),
  /** The number of a bit that is set in the event flags. */
  EVENT_FLAG(4),
  /** The number of a bit that is set in the userspace flags. */
  USERSPACE_FLAG(5),
  /** The agent's id, as UTF-8. */
  AGENT(6),
  /** The transaction's id. */
  TRANSACTION(7),
  /** The session's id. */
  SESSION(8),
  /** The causality chain's id. */
  CAUSALITY_CHAIN(9),
  /** The whole path, as UTF-8. */
  PATH(10),
  /** A path that the event's path lies below, without a slash at its end, as UTF-8. */
  PATH_PREFIX(11),
  /** One of the tags, as UTF-8. */
  TAG(12),
  /** A key that the application extracts itself. */
  USER(13),
  /**
   * The id of the event's parent, of its root cause, or of a cause or an effect that its links name
   * (see {@link IndexKey#effect}), where it is not the event's own.
   */
  CAUSE(14),
  /** The event's id, where it is not its sequence. */
  EVENT_ID(15);

  /** Codes fit so many bits. */
  static final int CODE_BITS = 4;

  private final int code;

  KeyKind(int code) {
    this.code = code;
  }

  /**
   * The code in keys and files.
   *
   * @return 1 to 15
   */
  public int code() {
    return code;
  }
}
