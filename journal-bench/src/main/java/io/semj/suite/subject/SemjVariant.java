package io.semj.suite.subject;

import io.semj.core.JournalConfigBuilder;
import io.semj.core.ProducerMode;
import io.semj.format.BlockCompression;
import java.util.function.Consumer;

/**
 * The settings under which this library is measured. Everything that is not said here is at its
 * default. To measure a design, add a line.
 */
public enum SemjVariant {
  /** Any thread may emit; LZ4 and the SHA-256 chain. */
  DEFAULT("semj-default", "SEMJ default", "all defaults"),
  /** One thread emits. */
  DEFAULT_SINGLE("semj-default-single", "SEMJ default, single producer", "semj.producer=single"),
  /** Any thread may emit; nothing is compressed. */
  PLAIN("semj-plain", "SEMJ plain", "semj.compression=none"),
  /** One thread emits; nothing is compressed. */
  PLAIN_SINGLE(
      "semj-plain-single",
      "SEMJ plain, single producer",
      "semj.compression=none, semj.producer=single");

  private final String key;
  private final String title;
  private final String settings;

  SemjVariant(String key, String title, String settings) {
    this.key = key;
    this.title = title;
    this.settings = settings;
  }

  String key() {
    return key;
  }

  String title() {
    return title;
  }

  String settings() {
    return settings;
  }

  boolean single() {
    return this == DEFAULT_SINGLE || this == PLAIN_SINGLE;
  }

  Consumer<JournalConfigBuilder> configure() {
    return builder -> {
      if (single()) {
        builder.producerMode(ProducerMode.SINGLE);
      }
      if (this == PLAIN || this == PLAIN_SINGLE) {
        builder.compression(BlockCompression.NONE);
      }
    };
  }
}
