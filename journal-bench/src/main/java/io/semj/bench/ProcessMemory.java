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
 */
record ProcessMemory(long total, long anonymous, long file) {
  static ProcessMemory of(long pid) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"));
    return new ProcessMemory(
        kibibytes(lines, "VmRSS:"), kibibytes(lines, "RssAnon:"), kibibytes(lines, "RssFile:"));
  }

  static boolean isSupported() {
    return Files.isReadable(Path.of("/proc/self/status"));
  }

  private static long kibibytes(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no such line: name=" + name));
  }

  ProcessMemory minus(ProcessMemory other) {
    return new ProcessMemory(total - other.total, anonymous - other.anonymous, file - other.file);
  }

  @Override
  public String toString() {
    return String.format(
        "VmRSS %,9d KiB   RssAnon %,9d KiB   RssFile %,9d KiB", total, anonymous, file);
  }
}
