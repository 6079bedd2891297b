package io.semj.error;

/**
 * A feature that this release, or this class path, does not have: an incompatible flag, or a codec
 * whose library is missing.
 */
public final class UnsupportedFeatureException extends CompatibilityException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure with nothing below it.
   *
   * @param message what happened, with names and values
   */
  public UnsupportedFeatureException(String message) {
    super(message, null);
  }

  /**
   * A failure that another one caused.
   *
   * @param message what happened, with names and values
   * @param cause why, or null
   */
  public UnsupportedFeatureException(String message, Throwable cause) {
    super(message, cause);
  }
}
