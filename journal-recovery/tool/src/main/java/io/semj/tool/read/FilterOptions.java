package io.semj.tool.read;

import picocli.CommandLine.Option;

/** Which events are wanted, how many, and in which order. */
public final class FilterOptions extends SelectionOptions {
  @Option(names = "--limit", paramLabel = "N", description = "So many events at most.")
  private Long limit;

  @Option(names = "--reverse", description = "Newest first.")
  private boolean reverse;

  /** Made by the command line. */
  public FilterOptions() {}

  /**
   * How many events are wanted at most.
   *
   * @return the largest number there is when none was said
   */
  long limit() {
    if (limit != null && limit < 0) {
      throw refused("--limit is negative: " + limit);
    }
    return limit == null ? Long.MAX_VALUE : limit;
  }

  /**
   * Whether the newest are wanted first.
   *
   * @return whether it was said
   */
  boolean reverse() {
    return reverse;
  }
}
