package io.semj.harness;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A child JVM that does a {@link Task}. It starts fast rather than running fast. */
final class Child implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long LOOK_NANOS = 200_000;

  private final Process process;

  private Child(Process process) {
    this.process = process;
  }

  /** Starts it, by a command that takes another as its last arguments, or by none. */
  static Child start(List<String> under, Task task) throws IOException {
    List<String> command = new ArrayList<>(under);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (flag.startsWith("--add-exports")) {
        command.add(flag); // Agrona 2.x needs one
      }
    }
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(List.of("-cp", classPath, HarnessChild.class.getName()));
    command.addAll(task.toArguments());
    return new Child(new ProcessBuilder(command).inheritIO().start());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until something is so, or the child has ended; false in the latter case. */
  boolean await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (!process.isAlive()) {
        return condition.getAsBoolean();
      }
      BrokenPromise.require(
          System.nanoTime() < deadline, "waited in vain: for=%s, pid=%d", what, process.pid());
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return true;
  }

  /** Ends it and its children as {@code kill -9} does, and waits for their end. */
  void kill() {
    List<ProcessHandle> all =
        new ArrayList<>(process.descendants().toList()); // of whatever it was started under
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(handle -> handle.onExit().join());
  }

  @Override
  public void close() {
    kill();
  }
}
