package io.semj.event;

import java.util.Optional;

/** What kind of thing an event is about: the bits 0xFF00 of its type. */
public enum EventCategory {
  /** Files and directories. */
  FILESYSTEM(0x0100),
  /** Nodes, edges and properties of a graph. */
  GRAPH(0x0200),
  /** Vectors and the search among them. */
  VECTOR(0x0300),
  /** What agents ask, decide and learn. */
  AGENT(0x0400),
  /** The system itself. */
  SYSTEM(0x0500),
  /** Transactions and meaning. */
  SEMANTIC(0x0600),
  /** Metrics, logs, traces and alerts; the kernel has none of these. */
  OBSERVABILITY(0x0800);

  /** The bits of a type that name its category. */
  public static final int MASK = 0xFF00;

  private final int code;

  EventCategory(int code) {
    this.code = code;
  }

  /**
   * The category of a type.
   *
   * @param typeCode known or not
   * @return empty if the category is not one of these
   */
  public static Optional<EventCategory> ofTypeCode(int typeCode) {
    for (EventCategory category : values()) {
      if (category.code == (typeCode & ~0xFF)) {
        return Optional.of(category);
      }
    }
    return Optional.empty();
  }

  /**
   * The code that the types of this category have in their bits 0xFF00.
   *
   * @return for example 0x0100
   */
  public int code() {
    return code;
  }
}
