package io.semj.core.ring;

/**
 * The layout of a ring slot.
 *
 * <pre>
 *   0                               8               12              16
 *  +-------------------------------+---------------+---------------+
 *  | commit word: the sequence     | record length | flags         |
 *  +-------------------------------+---------------+---------------+
 *  | group left    | group index   | position of a large record    |
 *  +-------------------------------+---------------+---------------+
 *  | the record if it fits, up to the slot's stride              ...
 * </pre>
 *
 * <p>A record with a usual head has a short form, from which its head can be made again:
 *
 * <pre>
 *  16                              24              28              32
 *  +---------------+---------------+-------------------------------+
 *  | group left    | group index   | timestamp                     |
 *  +---------------+---------------+---------------+---------------+
 *  | type          | subtype       | event's flags | priority      |  32
 *  +---------------+---------------+---------------+---------------+
 *  | payload size  | metadata size | emission latency              |  48
 *  +---------------+---------------+-------------------------------+
 *  | context, payload, metadata; or the position of these          ...  64
 * </pre>
 *
 * <p>The commit word is stored last, with release, and taken away before anything else in the slot
 * is stored, so that a slot in memory that outlives the process tells by itself whether it is
 * whole. When the writer drops an event, the word becomes the negative of its sequence.
 */
public final class SlotDescriptor {
  /** The commit word, 8 bytes: 0 for none, the event's sequence, or its negative when dropped. */
  public static final int COMMIT_OFFSET = 0;

  /** The record's length, 4 bytes. */
  public static final int LENGTH_OFFSET = 8;

  /** The flags, 4 bytes. */
  public static final int FLAGS_OFFSET = 12;

  /** How many events of the same group follow, 4 bytes. */
  public static final int GROUP_LEFT_OFFSET = 16;

  /** How many events of the same group precede, 4 bytes. */
  public static final int GROUP_INDEX_OFFSET = 20;

  /**
   * Where in the ring's file a record outside the slot is, 8 bytes; 0 when it is not in the file.
   */
  public static final int LARGE_POSITION_OFFSET = 24;

  /** The record. */
  public static final int RECORD_OFFSET = 32;

  /** Of a short form: the timestamp, 8 bytes. */
  public static final int SHORT_TIMESTAMP_OFFSET = 24;

  /** Of a short form: type and subtype, 8 bytes as in the record. */
  public static final int SHORT_TYPE_OFFSET = 32;

  /** Of a short form: the event's flags and its priority, 8 bytes as in the record. */
  public static final int SHORT_FLAGS_OFFSET = 40;

  /** Of a short form: the sizes of payload and metadata, 8 bytes as in the record. */
  public static final int SHORT_SIZES_OFFSET = 48;

  /** Of a short form: the latency of the emission, 8 bytes. */
  public static final int SHORT_LATENCY_OFFSET = 56;

  /**
   * Of a short form: what follows the head in the record, or where in the ring's file that is, 8
   * bytes.
   */
  public static final int SHORT_BODY_OFFSET = 64;

  /** The slot carries no event: its producer gave it up. */
  public static final int VOID = 1;

  /** The record is outside the slot. */
  public static final int LARGE = 1 << 1;

  /** The batch closes and syncs behind this event. */
  public static final int URGENT = 1 << 2;

  /** Never dropped to make room: its caller waits for it, or it is critical. */
  public static final int KEEP = 1 << 3;

  /**
   * With {@link #LARGE}: the record is in the slot's place in the second part of the ring's memory,
   * see {@link SlotSizes}. Without this flag it is in a buffer of its own. With {@link #SHORT}:
   * what follows the head in the record is in that place.
   */
  public static final int ASIDE = 1 << 4;

  /** The slot holds the short form of a record; its length is the whole record's. */
  public static final int SHORT = 1 << 5;

  private SlotDescriptor() {}
}
