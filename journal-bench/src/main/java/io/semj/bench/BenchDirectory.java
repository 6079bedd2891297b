package io.semj.bench;

import java.io.Closeable;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A fresh directory on a disk, deleted when closed. It is made under the system property {@code
 * semj.bench.dir}, or where the platform keeps temporary files; on a file system in memory it says
 * that something else will be measured.
 */
public final class BenchDirectory implements Closeable {
  /** The system property that names the directory to work under. */
  public static final String PROPERTY = "semj.bench.dir";

  private static final List<String> IN_MEMORY = List.of("tmpfs", "ramfs");

  private final Path path;

  private BenchDirectory(Path path) {
    this.path = path;
  }

  /**
   * A fresh directory.
   *
   * @throws IOException when it cannot be made
   */
  public static BenchDirectory create() throws IOException {
    Path base = base();
    String type = Files.getFileStore(base).type();
    if (IN_MEMORY.contains(type)) {
      System.err.printf(
          "not on a disk: directory=%s, type=%s; set -D%s for figures that mean something%n",
          base, type, PROPERTY);
    }
    return new BenchDirectory(Files.createTempDirectory(base, "semj-bench"));
  }

  private static Path base() {
    return Path.of(System.getProperty(PROPERTY, System.getProperty("java.io.tmpdir")));
  }

  /**
   * Waits until the file system has nothing left to do of what was written and deleted, so that the
   * next measurement does not pay for it. Does nothing where there is no command for it.
   */
  public static void settle() {
    try {
      new ProcessBuilder("sync", "-f", base().toString())
          .redirectErrorStream(true)
          .redirectOutput(Redirect.DISCARD)
          .start()
          .onExit()
          .join();
    } catch (IOException noSuchCommand) {
      // the next measurement begins as the file system is
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  long size() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      long bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }

  /** Deletes the directory with all that is in it. */
  @Override
  public void close() throws IOException {
    delete(path);
  }

  /**
   * Deletes a directory with all that is in it.
   *
   * @param tree the directory
   * @throws IOException when something of it cannot be deleted
   */
  public static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
