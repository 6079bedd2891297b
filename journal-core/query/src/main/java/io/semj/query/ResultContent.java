package io.semj.query;

/**
 * Which parts of events an answer carries, beside head and context.
 *
 * @param payload whether the payload
 * @param metadata whether the metadata
 * @param causality whether the causality links
 */
public record ResultContent(boolean payload, boolean metadata, boolean causality) {
  /** All parts. */
  public static final ResultContent ALL = new ResultContent(true, true, true);

  /** Head and context alone. */
  public static final ResultContent HEAD = new ResultContent(false, false, false);
}
