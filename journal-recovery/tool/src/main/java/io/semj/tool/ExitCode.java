package io.semj.tool;

/** What the command tells the shell. */
public final class ExitCode {
  /** Done, and nothing is wrong. */
  public static final int OK = 0;

  /** A verb that looks for damage has found some. */
  public static final int DAMAGED = 1;

  /**
   * The input or the command line cannot be used, there is nothing that could be looked at, or a
   * journal is too damaged to be read on.
   */
  public static final int BAD_INPUT = 2;

  /** The journal or the disk failed: not all that was asked for is done. */
  public static final int FAILED = 3;

  /** Done, but events are lost for ever: the report says which. */
  public static final int EVENTS_LOST = 4;

  /** A bug in the command. */
  public static final int INTERNAL = 70;

  private ExitCode() {}
}
