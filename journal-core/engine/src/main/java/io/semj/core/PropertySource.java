package io.semj.core;

import io.semj.error.ConfigurationException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Properties read by setting. What is not there leaves the default; a key with our prefix that no
 * setting has is refused, for it is most likely misspelt.
 */
final class PropertySource {
  private final Properties properties;

  PropertySource(Properties properties) {
    this.properties = properties;
    for (Object key : properties.keySet()) {
      if (key instanceof String name && properties.getProperty(name) == null) {
        refuseUnknown(name);
        // Only a value that is no text gets here; unrefused, it would be taken for missing.
        if (name.startsWith(Setting.PREFIX)) {
          throw new ConfigurationException(name, "text", properties.get(key));
        }
      }
    }
    properties.stringPropertyNames().forEach(PropertySource::refuseUnknown);
  }

  private static void refuseUnknown(String name) {
    if (name.startsWith(Setting.PREFIX)
        && Arrays.stream(Setting.values())
            .noneMatch(setting -> setting.isProperty() && setting.key().equals(name))) {
      throw new ConfigurationException(name, "no setting has this name", (Throwable) null);
    }
  }

  private String text(Setting setting) {
    String text = properties.getProperty(setting.key());
    return text == null ? null : text.trim();
  }

  Path path(Setting setting) {
    String text = text(setting);
    if (text == null || text.isEmpty()) {
      throw new ConfigurationException(setting.key(), "a directory", "none");
    }
    return path(setting, text);
  }

  /** A path that may be left out, which an empty text does too. */
  void path(Setting setting, Consumer<Path> target) {
    String text = text(setting);
    if (text != null && !text.isEmpty()) {
      target.accept(path(setting, text));
    }
  }

  private static Path path(Setting setting, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new ConfigurationException(setting.key(), "not a path, " + e.getMessage(), e);
    }
  }

  int integer(Setting setting, int otherwise) {
    String text = text(setting);
    try {
      return text == null ? otherwise : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new ConfigurationException(setting.key(), "a whole number below 2^31", text);
    }
  }

  double decimal(Setting setting, double otherwise) {
    String text = text(setting);
    try {
      return text == null ? otherwise : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new ConfigurationException(setting.key(), "a number", text);
    }
  }

  long size(Setting setting, long otherwise) {
    String text = text(setting);
    return text == null ? otherwise : Units.parseSize(setting.key(), text);
  }

  Duration duration(Setting setting, Duration otherwise) {
    String text = text(setting);
    return text == null ? otherwise : Units.parseDuration(setting.key(), text);
  }

  void integer(Setting setting, IntConsumer target) {
    if (text(setting) != null) {
      target.accept(integer(setting, 0));
    }
  }

  void size(Setting setting, LongConsumer target) {
    if (text(setting) != null) {
      target.accept(size(setting, 0));
    }
  }

  /** A size that an int must hold. */
  void smallSize(Setting setting, IntConsumer target) {
    size(
        setting,
        (long bytes) -> {
          Checks.rule(bytes <= Integer.MAX_VALUE, setting, "below 2GiB", text(setting));
          target.accept((int) bytes);
        });
  }

  void duration(Setting setting, Consumer<Duration> target) {
    if (text(setting) != null) {
      target.accept(duration(setting, Duration.ZERO));
    }
  }

  void flag(Setting setting, Consumer<Boolean> target) {
    String text = text(setting);
    if (text != null) {
      boolean on = text.equalsIgnoreCase("true");
      Checks.rule(on || text.equalsIgnoreCase("false"), setting, "true or false", text);
      target.accept(on);
    }
  }

  <E extends Enum<E>> void choice(Setting setting, E[] choices, Consumer<E> target) {
    String text = text(setting);
    if (text != null) {
      for (E choice : choices) {
        if (choice.name().equalsIgnoreCase(text)) {
          target.accept(choice);
          return;
        }
      }
      throw new ConfigurationException(setting.key(), "one of " + names(choices), text);
    }
  }

  private static String names(Enum<?>[] choices) {
    return Arrays.stream(choices)
        .map(choice -> choice.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
