package io.semj.suite.peers;

/** What a peer's jar says of its version. */
final class Versions {
  private Versions() {}

  /** The version in the name of the jar that a class came from. */
  static String of(Class<?> type) {
    String jar = type.getProtectionDomain().getCodeSource().getLocation().getPath();
    String name = jar.substring(jar.lastIndexOf('/') + 1);
    int from = 0;
    while (from < name.length()
        && !(name.charAt(from) == '-' && Character.isDigit(name.charAt(from + 1)))) {
      from++;
    }
    int to = name.lastIndexOf(".jar");
    return from < to ? name.substring(from + 1, to) : "";
  }
}
