package io.semj.error;

/** An event that no kernel event can hold. */
public final class KernelLimitException extends CompatibilityException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final long limit;
  private final long actual;

  /**
   * An event with a field above the kernel's limit.
   *
   * @param field the kernel's name of the field
   * @param limit the most that the kernel form holds
   * @param actual what the event has
   */
  public KernelLimitException(String field, long limit, long actual) {
    super(
        detail(
            detail(detail("event exceeds a kernel limit", "field", field), "limit", limit),
            "actual",
            actual));
    this.field = field;
    this.limit = limit;
    this.actual = actual;
  }

  /**
   * An event that does not fit for a reason in words.
   *
   * @param message names the field and what is wrong with it
   */
  public KernelLimitException(String message) {
    super(message);
    this.field = null;
    this.limit = -1;
    this.actual = -1;
  }

  /**
   * The kernel's name of the field.
   *
   * @return for example "path"; null when the message alone tells
   */
  public String field() {
    return field;
  }

  /**
   * The most that the kernel form holds.
   *
   * @return in bytes, or a number of causality links
   */
  public long limit() {
    return limit;
  }

  /**
   * What the event has.
   *
   * @return in the unit of {@link #limit()}
   */
  public long actual() {
    return actual;
  }
}
