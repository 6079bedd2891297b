package io.semj.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM with the flags and class path of this one, so that what is measured in one has not been
 * warmed up, or spoiled, by what was measured before. Its errors go to our standard error unless
 * told otherwise.
 */
public final class ChildJvm implements AutoCloseable {
  private static final String ANSWER = "ANSWER ";

  private final Process process;
  private final BufferedReader output;

  private ChildJvm(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static ChildJvm start(Class<?> main, String... args) throws IOException {
    return start(main, List.of(), classPath(), Redirect.INHERIT, args);
  }

  /**
   * A JVM of its own flags and class path besides.
   *
   * @param main its main class
   * @param flags behind those of this JVM
   * @param classPath all of it
   * @param errors where its standard error goes
   * @param args of its main method
   * @throws IOException when it cannot be started
   */
  public static ChildJvm start(
      Class<?> main, List<String> flags, String classPath, Redirect errors, String... args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!flag.startsWith("-javaagent") && !flag.startsWith("-agentlib")) {
        command.add(flag);
      }
    }
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(args));
    return new ChildJvm(new ProcessBuilder(command).redirectError(errors).start());
  }

  /** The class path of this JVM. */
  public static String classPath() {
    return System.getProperty("java.class.path");
  }

  /**
   * In the child: answers its parent.
   *
   * @param text one line
   */
  public static void answer(String text) {
    System.out.println(ANSWER + text);
  }

  /**
   * Waits for the child's next answer.
   *
   * @throws IOException when the child ended without one
   */
  public String await() throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(ANSWER)) {
        return line.substring(ANSWER.length());
      }
    }
    throw new IOException(
        "child ended without an answer: exit=" + process.onExit().join().exitValue());
  }

  /**
   * Ends the child by force if it lives that long.
   *
   * @param seconds from now
   */
  public void killAfter(long seconds) {
    Thread watch = new Thread(() -> killUnlessEnded(seconds), "child-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private void killUnlessEnded(long seconds) {
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the child go and waits for its end. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().join();
    output.close();
  }
}
