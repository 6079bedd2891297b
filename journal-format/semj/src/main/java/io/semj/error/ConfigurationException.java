package io.semj.error;

/** A setting that cannot be used. The message names it. */
public final class ConfigurationException extends JournalException {
  private static final long serialVersionUID = 1L;

  private final String setting;

  /**
   * A setting whose value cannot be used.
   *
   * @param setting its name
   * @param expected what it must be, in words or as a range
   * @param actual its value
   */
  public ConfigurationException(String setting, String expected, Object actual) {
    super(
        ErrorCategory.CONFIGURATION,
        detail(
            detail(detail("invalid setting", "name", setting), "expected", expected),
            "actual",
            actual),
        null);
    this.setting = setting;
  }

  /**
   * A setting that cannot be used for a reason of its own.
   *
   * @param setting its name
   * @param problem why it cannot be used
   * @param cause what was thrown over it, or null
   */
  public ConfigurationException(String setting, String problem, Throwable cause) {
    super(ErrorCategory.CONFIGURATION, "invalid setting, " + problem + ": name=" + setting, cause);
    this.setting = setting;
  }

  /**
   * The setting's name.
   *
   * @return as it is written in the properties
   */
  public String setting() {
    return setting;
  }
}
