package io.semj.error;

/** Bytes that are no event of the kernel's: where they go wrong, and why. */
public final class MalformedKernelEventException extends CorruptionException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String field;
  private final int offset;
  private final long expected;
  private final long actual;

  /** What is wrong. */
  public enum Reason {
    /** The bytes end before the event does. */
    CUT_SHORT("kernel event is cut short"),
    /** event_size is not the sum of its parts. */
    SIZES("kernel event sizes contradict each other"),
    /** There is a context, but not of the kernel's fixed length. */
    CONTEXT_SIZE("kernel event has a context of unknown form"),
    /** A part is larger than the kernel makes them. */
    LIMIT("kernel event exceeds a kernel limit"),
    /** The event's layout is of another version. */
    VERSION("kernel event has a version that is not read"),
    /** The bytes are not those that were written. */
    CHECKSUM("kernel event has another checksum"),
    /** A text fills its place without the zero that ends it. */
    TEXT_WITHOUT_END("kernel text has no terminating zero"),
    /** A text is no UTF-8. */
    TEXT_NOT_UTF8("kernel text is not UTF-8"),
    /** Something follows the zero that ends a text. */
    TEXT_NOT_ZERO_FILLED("kernel text is not filled up with zeros");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  /**
   * A malformed event of which no file is known.
   *
   * @param reason what is wrong
   * @param field the kernel's name of the field
   * @param offset of the byte that is wrong, from the event's first byte
   * @param expected what should be there: bytes, a number or a checksum, as the field needs
   * @param actual what is there
   */
  public MalformedKernelEventException(
      Reason reason, String field, int offset, long expected, long actual) {
    super(describe(reason, field, offset, expected, actual));
    this.reason = reason;
    this.field = field;
    this.offset = offset;
    this.expected = expected;
    this.actual = actual;
  }

  private MalformedKernelEventException(
      MalformedKernelEventException cause, String file, long eventPosition) {
    super(cause.getMessage(), file, eventPosition);
    this.reason = cause.reason;
    this.field = cause.field;
    this.offset = cause.offset;
    this.expected = cause.expected;
    this.actual = cause.actual;
    initCause(cause);
  }

  private static String describe(
      Reason reason, String field, int offset, long expected, long actual) {
    boolean bits = reason == Reason.CHECKSUM;
    String message = detail(detail(reason.words, "field", field), "offset", offset);
    message = detail(message, "expected", bits ? hex((int) expected) : expected);
    return detail(message, "actual", bits ? hex((int) actual) : actual);
  }

  /**
   * The same failure, in a file.
   *
   * @param file the file's name
   * @param eventPosition where in it the event begins
   * @return with both in the message
   */
  public MalformedKernelEventException in(String file, long eventPosition) {
    return new MalformedKernelEventException(this, file, eventPosition);
  }

  /**
   * What is wrong.
   *
   * @return never null
   */
  public Reason reason() {
    return reason;
  }

  /**
   * The kernel's name of the field.
   *
   * @return for example "event_size"
   */
  public String field() {
    return field;
  }

  /**
   * Where the wrong byte is.
   *
   * @return bytes from the event's first byte
   */
  public int offset() {
    return offset;
  }

  /**
   * What should be there.
   *
   * @return bytes, a number or a checksum, as the field needs
   */
  public long expected() {
    return expected;
  }

  /**
   * What is there.
   *
   * @return in the unit of {@link #expected()}
   */
  public long actual() {
    return actual;
  }
}
