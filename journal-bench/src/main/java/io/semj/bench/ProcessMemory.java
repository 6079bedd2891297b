package io.semj.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How much memory a process has resident, as Linux counts it, in KiB.
 *
 * @param total VmRSS, the sum of the others
 * @param anonymous RssAnon: heap, off-heap, code
 * @param file RssFile: mapped files, libraries and mapped segments both
 * @param shared RssShmem: a ring that survives the process
 */
public record ProcessMemory(long total, long anonymous, long file, long shared) {
  /**
   * The memory of a process.
   *
   * @param pid of it
   * @throws IOException when it cannot be read
   */
  public static ProcessMemory of(long pid) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"));
    return new ProcessMemory(
        kibibytes(lines, "VmRSS:"),
        kibibytes(lines, "RssAnon:"),
        kibibytes(lines, "RssFile:"),
        kibibytes(lines, "RssShmem:"));
  }

  /** Whether this system tells. */
  public static boolean isSupported() {
    return Files.isReadable(Path.of("/proc/self/status"));
  }

  private static long kibibytes(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no such line: name=" + name));
  }

  /**
   * What this one has more.
   *
   * @param other that has less
   */
  public ProcessMemory minus(ProcessMemory other) {
    return new ProcessMemory(
        total - other.total, anonymous - other.anonymous, file - other.file, shared - other.shared);
  }
}
