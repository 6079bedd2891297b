package io.semj.event;

import static java.util.Objects.requireNonNull;

/**
 * What an event means. Numbers are unsigned.
 *
 * @param tags tags as JSON text, empty if not set
 * @param intent the meaning, empty if not set
 * @param confidence how sure it is, 0 to 100
 */
public record SemanticContext(String tags, String intent, int confidence) {
  /** Refuses null texts. */
  public SemanticContext {
    requireNonNull(tags, "tags");
    requireNonNull(intent, "intent");
  }
}
