package io.semj.tool;

/** {@code java -jar semj.jar VERB …}. */
public final class Main {
  private Main() {}

  /**
   * Runs one verb and ends the process with its exit code.
   *
   * @param arguments the verb, its options and operands
   */
  public static void main(String[] arguments) {
    QuietStart.prepare();
    System.exit(Semj.run(Terminal.standard(), arguments));
  }
}
