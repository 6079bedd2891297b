package io.semj.format;

/** How the value of a compact context field is stored; the second byte of the field. */
public final class WireType {
  /** Four bytes, unsigned. */
  public static final int U32 = 1;

  /** Eight bytes, unsigned. */
  public static final int U64 = 2;

  /** A u16 length, then that many bytes of UTF-8. */
  public static final int TEXT = 3;

  /** Eight bytes, IEEE 754. */
  public static final int F64 = 4;

  /** A u32 length, then that many bytes. */
  public static final int BYTES = 5;

  private WireType() {}
}
