package io.semj.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Arguments of the form {@code --name value}, each with a default; others are refused. */
public final class Options {
  private final Map<String, String> values;

  private Options(Map<String, String> values) {
    this.values = values;
  }

  public static Options parse(Map<String, String> defaults, String... args) {
    Map<String, String> values = new HashMap<>(defaults);
    for (int i = 0; i < args.length; i += 2) {
      String name = args[i].startsWith("--") ? args[i].substring(2) : args[i];
      if (!defaults.containsKey(name) || i + 1 == args.length) {
        throw new IllegalArgumentException(
            "option is unknown or has no value: option=" + args[i] + ", known=" + defaults);
      }
      values.put(name, args[i + 1]);
    }
    return new Options(values);
  }

  public String text(String name) {
    return values.get(name);
  }

  public int number(String name) {
    return Integer.parseInt(values.get(name));
  }

  /**
   * An option's values.
   *
   * @param name of the option
   * @return what commas separate; empty when there is nothing
   */
  public List<String> list(String name) {
    return Pattern.compile(",").splitAsStream(values.get(name)).filter(v -> !v.isEmpty()).toList();
  }

  public <E extends Enum<E>> E choice(String name, Class<E> type) {
    return Enum.valueOf(type, values.get(name));
  }
}
