package io.semj.suite.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a reader of the results must know of the machine, as text by name. */
public final class MachineFacts {
  private static final double GIBI = 1 << 20;

  private MachineFacts() {}

  /**
   * Of this machine, now.
   *
   * @param directory on the disk that is measured
   * @throws IOException when its file system cannot be asked
   */
  public static Map<String, String> of(Path directory) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    facts.put("processor", line("/proc/cpuinfo", "model name"));
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("memory", memory());
    facts.put(
        "system",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
    facts.put(
        "jdk",
        System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"));
    facts.put(
        "disk",
        Files.getFileStore(directory).type() + " on " + Files.getFileStore(directory).name());
    facts.put("load before", firstLine("/proc/loadavg"));
    return facts;
  }

  private static String memory() {
    String digits = line("/proc/meminfo", "MemTotal").replaceAll("\\D+", "");
    return digits.isEmpty()
        ? "unknown"
        : String.format("%.1f GiB", Double.parseDouble(digits) / GIBI);
  }

  /** The machine's load, where the system tells. */
  public static String load() {
    return firstLine("/proc/loadavg");
  }

  private static String line(String file, String name) {
    return lines(file).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  private static String firstLine(String file) {
    return lines(file).stream().findFirst().orElse("unknown");
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException notHere) {
      return List.of();
    }
  }
}
