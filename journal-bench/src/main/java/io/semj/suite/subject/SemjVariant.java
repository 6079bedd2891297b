package io.semj.suite.subject;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Settings under which this library is measured; what they do not say is at its default. To measure
 * a design by name in every run, add it to {@link #usual()}. Any other settings can be asked for as
 * {@code semj:key=value+key=value}, where the keys are those of a journal's properties without
 * their {@code semj.}.
 *
 * @param name the key in results
 * @param title for people
 * @param settings properties of a journal, without its directory
 */
record SemjVariant(String name, String title, Map<String, String> settings) {
  static final String DEFAULT = "semj-default";
  private static final String PREFIX = "semj:";
  private static final String PROPERTY = "semj.";
  private static final String PRODUCER = "semj.producer";
  private static final String COMPRESSION = "semj.compression";
  private static final String CHAIN = "semj.chain";
  private static final Map<String, String> PLAIN = Map.of(COMPRESSION, "none", CHAIN, "crc32");

  SemjVariant {
    settings = new TreeMap<>(settings);
  }

  /** What every run measures. */
  static List<SemjVariant> usual() {
    return List.of(
        new SemjVariant(DEFAULT, "SEMJ default", Map.of()),
        new SemjVariant(
            "semj-default-single", "SEMJ default, single producer", Map.of(PRODUCER, "single")),
        new SemjVariant("semj-plain", "SEMJ plain", PLAIN),
        new SemjVariant(
            "semj-plain-single",
            "SEMJ plain, single producer",
            Map.of(COMPRESSION, "none", CHAIN, "crc32", PRODUCER, "single")));
  }

  /** Whether a name asks for settings. */
  static boolean asksForSettings(String name) {
    return name.startsWith(PREFIX);
  }

  /** The settings that a name asks for. */
  static SemjVariant asked(String name) {
    Map<String, String> settings = new TreeMap<>();
    for (String setting : Arrays.asList(name.substring(PREFIX.length()).split("\\+", -1))) {
      String[] parts = setting.split("=", 2);
      if (parts.length < 2) {
        throw new IllegalArgumentException(
            "not settings: expected=semj:key=value+key=value, actual=" + name);
      }
      settings.put(PROPERTY + parts[0], parts[1]);
    }
    return new SemjVariant(name, "SEMJ " + text(settings), settings);
  }

  private static String text(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(setting -> setting.getKey().substring(PROPERTY.length()) + "=" + setting.getValue())
        .collect(Collectors.joining(", "));
  }

  boolean single() {
    return "single".equals(settings.get(PRODUCER));
  }

  Properties properties() {
    Properties properties = new Properties();
    properties.putAll(settings);
    return properties;
  }

  /** The settings, for people. */
  String describe() {
    return settings.isEmpty() ? "all defaults" : "defaults but " + text(settings);
  }
}
