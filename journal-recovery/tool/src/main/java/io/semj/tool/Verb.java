package io.semj.tool;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What all verbs have. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    abbreviateSynopsis = true)
public abstract class Verb implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--debug", description = "Show the stack trace of a failure, for a bug report.")
  private boolean debug;

  /**
   * A verb.
   *
   * @param terminal where it reads from and prints to
   */
  protected Verb(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Where it reads from and prints to.
   *
   * @return the terminal
   */
  protected final Terminal terminal() {
    return terminal;
  }

  /**
   * Standard output.
   *
   * @return the terminal's
   */
  protected final Output out() {
    return terminal.out();
  }

  final boolean debug() {
    return debug;
  }

  /**
   * What to tell the shell when the verb ends with an exception that is no bug.
   *
   * @param failure the exception
   * @return an {@link ExitCode}
   */
  protected int exitCodeOf(RuntimeException failure) {
    return ExitCode.BAD_INPUT;
  }

  /**
   * The same for a verb that looks for damage: an exception that tells of it is an answer.
   *
   * @param failure the exception
   * @return an {@link ExitCode}
   */
  protected static int exitCodeOfFinding(RuntimeException failure) {
    return Failures.isDamage(failure) ? ExitCode.DAMAGED : ExitCode.BAD_INPUT;
  }

  /**
   * Does the work.
   *
   * @return an {@link ExitCode}
   */
  @Override
  public abstract Integer call();
}
