package io.semj.suite.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs the same work on several threads that begin together. */
final class Threads {
  private Threads() {}

  /** What one thread does. */
  @FunctionalInterface
  interface Work<T> {
    T run(Start start) throws IOException;
  }

  /** Lets all threads go on together. */
  static final class Start {
    private final CyclicBarrier barrier;

    Start(CyclicBarrier barrier) {
      this.barrier = barrier;
    }

    void await() {
      try {
        barrier.await();
      } catch (InterruptedException | BrokenBarrierException e) {
        throw new IllegalStateException("another thread failed", e);
      }
    }
  }

  static <T> List<T> run(int threads, Work<T> work) throws IOException {
    CyclicBarrier barrier = new CyclicBarrier(threads);
    List<FutureTask<T>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      FutureTask<T> task =
          new FutureTask<>(
              () -> {
                try {
                  return work.run(new Start(barrier));
                } finally {
                  if (Thread.currentThread().isInterrupted()) {
                    barrier.reset();
                  }
                }
              });
      running.add(task);
      new Thread(task, "producer-" + i).start();
    }
    return results(running);
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
