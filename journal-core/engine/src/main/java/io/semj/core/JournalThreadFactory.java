package io.semj.core;

import java.nio.file.Path;
import java.util.concurrent.ThreadFactory;

/** Makes daemon threads, so that a journal that nobody closed does not keep the process alive. */
final class JournalThreadFactory implements ThreadFactory {
  private final String journal;

  JournalThreadFactory(Path directory) {
    Path name = directory == null ? null : directory.toAbsolutePath().normalize().getFileName();
    this.journal = name == null ? "root" : name.toString();
  }

  @Override
  public Thread newThread(Runnable task) {
    return newThread("worker", task);
  }

  Thread newThread(String role, Runnable task) {
    Thread thread = new Thread(task, "semj-" + role + "-" + journal);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public String toString() {
    return "daemon threads";
  }
}
