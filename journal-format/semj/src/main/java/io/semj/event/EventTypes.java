package io.semj.event;

import java.util.Locale;

/** Type codes, known or not. */
public final class EventTypes {
  /** First code that is left to applications. */
  public static final int FIRST_APPLICATION_CODE = 0x8000;

  /** Last code that is left to applications. */
  public static final int LAST_APPLICATION_CODE = 0xFFFF;

  private EventTypes() {}

  /**
   * Whether a type is an application's own.
   *
   * @param typeCode any code
   * @return whether it lies from 0x8000 to 0xFFFF
   */
  public static boolean isApplication(int typeCode) {
    return typeCode >= FIRST_APPLICATION_CODE && typeCode <= LAST_APPLICATION_CODE;
  }

  /**
   * A name for any type code.
   *
   * @param typeCode any code
   * @return the wire name of a known type, else its code in hexadecimal
   */
  public static String nameOf(int typeCode) {
    return EventType.ofCode(typeCode)
        .map(EventType::wireName)
        .orElseGet(() -> String.format(Locale.ROOT, "0x%04x", typeCode));
  }
}
