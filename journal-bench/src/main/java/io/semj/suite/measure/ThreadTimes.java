package io.semj.suite.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Processor time of each thread of this process at one moment, in nanoseconds by thread id, native
 * threads included. Linux alone tells it this exactly; elsewhere there are no threads in it.
 */
record ThreadTimes(Map<String, Long> nanos) {
  private static final Path TASKS = Path.of("/proc/self/task");

  /** The JVM begins and ends these at any time, and names them so. */
  private static final List<String> OF_THE_JVM = List.of("C1 ", "C2 ", "GC ", "G1 ", "VM ");

  static ThreadTimes now() {
    Map<String, Long> nanos = new HashMap<>();
    if (isSupported()) {
      try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
        for (Path task : tasks) {
          add(task, nanos);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (DirectoryIteratorException e) {
        throw new UncheckedIOException(e.getCause());
      }
    }
    return new ThreadTimes(nanos);
  }

  static boolean isSupported() {
    return Files.isReadable(TASKS.resolveSibling("schedstat"));
  }

  private static void add(Path task, Map<String, Long> nanos) throws IOException {
    try {
      String times = Files.readString(task.resolve("schedstat"));
      long running = Long.parseLong(times.substring(0, times.indexOf(' ')));
      nanos.put(task.getFileName().toString(), running);
    } catch (NoSuchFileException ended) {
      // it is gone, and takes no more time
    }
  }

  /** The threads that are there now. */
  Set<String> threads() {
    return Set.copyOf(nanos.keySet());
  }

  /** The processor time of all threads between an earlier moment and this one. */
  long since(ThreadTimes earlier) {
    return nanos.keySet().stream().mapToLong(thread -> since(earlier, thread)).sum();
  }

  /**
   * The processor time of the threads that are not among some and not the JVM's.
   *
   * @param earlier when the time begins
   * @param others ids of threads
   */
  long since(ThreadTimes earlier, Set<String> others) {
    return nanos.keySet().stream()
        .filter(thread -> !others.contains(thread) && !isOfTheJvm(thread))
        .mapToLong(thread -> since(earlier, thread))
        .sum();
  }

  private long since(ThreadTimes earlier, String thread) {
    return nanos.get(thread) - earlier.nanos.getOrDefault(thread, 0L);
  }

  private static boolean isOfTheJvm(String thread) {
    try {
      String name = Files.readString(TASKS.resolve(thread).resolve("comm"));
      return OF_THE_JVM.stream().anyMatch(name::startsWith);
    } catch (IOException ended) {
      return true;
    }
  }
}
