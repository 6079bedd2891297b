package io.semj.error;

import java.util.Locale;

/**
 * The root of all failures that the journal reports. Unchecked: most callers can do nothing about a
 * failing disk at the place where they emit an event.
 */
public abstract class JournalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCategory category;

  JournalException(ErrorCategory category, String message, Throwable cause) {
    super(message);
    this.category = category;
    if (cause != null) {
      initCause(cause); // not through the constructor, which would rule out a later one
    }
  }

  /**
   * The broad kind of this failure.
   *
   * @return never null
   */
  public final ErrorCategory category() {
    return category;
  }

  /** {@code message} with one more {@code name=value}, after a colon or a comma as it needs. */
  static String detail(String message, String name, Object value) {
    return message + (message.indexOf('=') < 0 ? ": " : ", ") + name + "=" + value;
  }

  static String hex(int value) {
    return String.format(Locale.ROOT, "0x%08x", value);
  }
}
