package io.semj.core.engine;

/**
 * The layout of a ring slot in off-heap memory.
 *
 * <pre>
 *   0                               8               12              16
 *  +-------------------------------+---------------+---------------+
 *  | commit word: the sequence     | record length | flags         |
 *  +-------------------------------+---------------+---------------+
 *  | group left    | reserved                                      |
 *  +-------------------------------+---------------+---------------+
 *  | the record, unless it is large, up to the slot's stride     ...
 * </pre>
 *
 * <p>The commit word is stored last, with release, so that a slot in memory that outlives the
 * process tells by itself whether it is whole.
 */
final class SlotDescriptor {
  static final int COMMIT_OFFSET = 0;
  static final int LENGTH_OFFSET = 8;
  static final int FLAGS_OFFSET = 12;
  static final int GROUP_LEFT_OFFSET = 16;
  static final int RECORD_OFFSET = 32;

  /** The slot carries no event: its producer gave it up. */
  static final int VOID = 1;

  /** The record is in a buffer of its own. */
  static final int LARGE = 1 << 1;

  /** The batch closes and syncs behind this event. */
  static final int URGENT = 1 << 2;

  /** Never dropped to make room: its caller waits for it, or it is critical. */
  static final int KEEP = 1 << 3;

  /** The last slot of a journal that is being closed. */
  static final int CLOSE = 1 << 4;

  private SlotDescriptor() {}
}
