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
   * The kernel's name of the field.
   *
   * @return for example "path"
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
