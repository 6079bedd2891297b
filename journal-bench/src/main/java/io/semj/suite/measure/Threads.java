package io.semj.suite.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Phaser;

/** Runs the same work on several threads that begin together. */
final class Threads {
  private Threads() {}

  /** What one thread does. */
  @FunctionalInterface
  interface Work<T> {
    T run(Start start) throws IOException;
  }

  /** Lets all threads go on together, or fail together. */
  static final class Start {
    private final Phaser phaser;

    Start(Phaser phaser) {
      this.phaser = phaser;
    }

    void await() {
      if (phaser.arriveAndAwaitAdvance() < 0) {
        throw new IllegalStateException("another thread failed");
      }
    }
  }

  static <T> List<T> run(int threads, Work<T> work) throws IOException {
    Phaser phaser = new Phaser(threads);
    List<FutureTask<T>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      FutureTask<T> task = new FutureTask<>(() -> work.run(new Start(phaser)));
      running.add(task);
      new Thread(() -> runOrTerminate(task, phaser), "producer-" + i).start();
    }
    return results(running);
  }

  /** A thread that failed never arrives: nobody may wait for it. */
  private static <T> void runOrTerminate(FutureTask<T> task, Phaser phaser) {
    task.run();
    if (failed(task)) {
      phaser.forceTermination();
    }
  }

  private static <T> boolean failed(FutureTask<T> task) {
    try {
      task.get();
      return false;
    } catch (ExecutionException | InterruptedException e) {
      return true;
    }
  }

  private static <T> List<T> results(List<FutureTask<T>> running) throws IOException {
    List<T> results = new ArrayList<>();
    for (FutureTask<T> task : running) {
      try {
        results.add(task.get());
      } catch (ExecutionException e) {
        throw new IOException("a producer failed: " + e.getCause(), e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    return results;
  }
}
