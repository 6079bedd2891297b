package io.semj.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.semj.error.ConfigurationException;
import io.semj.format.BlockCompression;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConfigPropertiesTest {
  private static Properties properties(String... keysAndValues) {
    Properties properties = new Properties();
    properties.setProperty("semj.directory", "/data/orders");
    for (int i = 0; i < keysAndValues.length; i += 2) {
      properties.setProperty(keysAndValues[i], keysAndValues[i + 1]);
    }
    return properties;
  }

  private static void assertRefused(Properties properties, String message) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> JournalConfig.fromProperties(properties))
        .withMessage(message);
  }

  @Test
  void shouldHaveTheDefaultsOfTheBuilderWhereNothingIsSaid() {
    JournalConfig config = JournalConfig.fromProperties(properties());
    assertThat(config.toString())
        .isEqualTo(JournalConfig.builder(config.directory()).build().toString());
  }

  @Test
  void shouldKeepEverySettingThroughPropertiesAndBack() {
    Properties properties = TestConfigs.unusual().build().toProperties();
    JournalConfig read = JournalConfig.fromProperties(properties);
    TestConfigs.assertUnusual(read);
    assertThat(read.toProperties()).isEqualTo(properties);
  }

  @Test
  void shouldWriteEveryKeyThatItReads() {
    TreeSet<String> keys = new TreeSet<>();
    for (Setting setting : Setting.values()) {
      if (setting.isProperty()) {
        keys.add(setting.key());
      }
    }
    assertThat(TestConfigs.unusual().build().toProperties().stringPropertyNames())
        .isEqualTo(keys)
        .hasSize(33);
  }

  @Test
  void shouldReadBackItsOwnToString() throws IOException {
    JournalConfig config = TestConfigs.unusual().build();
    Properties properties = new Properties();
    properties.load(new StringReader(config.toString()));
    TestConfigs.assertUnusual(JournalConfig.fromProperties(properties));
  }

  @Test
  void shouldRefuseAnUnknownKeyByName() {
    assertRefused(
        properties("semj.batch.sise", "10"),
        "invalid setting, no setting has this name: name=semj.batch.sise");
  }

  @ParameterizedTest
  @EnumSource(names = {"RETENTION", "RETRY", "CLOCK", "THREAD_FACTORY", "ERROR_HANDLER"})
  void shouldRefuseAKeyThatOnlyTheBuilderHas(Setting setting) {
    assertRefused(
        properties(setting.key(), "x"),
        "invalid setting, no setting has this name: name=" + setting.key());
  }

  @Test
  void shouldIgnoreTheKeysOfOthers() {
    Properties properties = properties("app.name", "shop", "semjay", "x");
    properties.put("app.limit", 7);
    properties.put(8, "eight");
    assertThat(JournalConfig.fromProperties(properties).batchSize()).isEqualTo(100);
  }

  @Test
  void shouldRefuseAValueThatIsNoText() {
    Properties properties = properties();
    properties.put("semj.batch.size", 7);
    assertRefused(properties, "invalid setting: name=semj.batch.size, expected=text, actual=7");
  }

  @Test
  void shouldReadTheDefaultsOfTheProperties() {
    Properties properties = new Properties(properties("semj.batch.size", "8"));
    assertThat(JournalConfig.fromProperties(properties).batchSize()).isEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource({"none,NONE", "zlib,ZLIB", "lz4,LZ4", "zstd,ZSTD", "Zstd,ZSTD"})
  void shouldReadCompressionInAnyCase(String text, BlockCompression expected) {
    JournalConfig config = JournalConfig.fromProperties(properties("semj.compression", text));
    assertThat(config.compression()).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(OverflowPolicy.class)
  void shouldReadEveryOverflowPolicy(OverflowPolicy policy) {
    String text = policy.name().toLowerCase(Locale.ROOT);
    JournalConfig config = JournalConfig.fromProperties(properties("semj.overflow.policy", text));
    assertThat(config.overflowPolicy()).isEqualTo(policy);
  }

  @Test
  void shouldIgnoreSpaceAroundValues() {
    JournalConfig config =
        JournalConfig.fromProperties(
            properties("semj.batch.size", " 12 ", "semj.flush.interval", "\t5 ms "));
    assertThat(config.batchSize()).isEqualTo(12);
    assertThat(config.flushInterval()).isEqualTo(Duration.ofMillis(5));
  }

  @Test
  void shouldCheckTogetherWhatBelongsTogether() {
    // Either alone would break a rule against the default of the other.
    JournalConfig config =
        JournalConfig.fromProperties(
            properties("semj.retry.delay", "5s", "semj.retry.max.delay", "10s"));
    assertThat(config.retry().maxDelay()).isEqualTo(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "semj.batch.size|many|a whole number below 2^31",
        "semj.batch.size|3000000000|a whole number below 2^31",
        "semj.batch.size|0|1..16384",
        "semj.retention.count|1.5|a whole number below 2^31",
        "semj.retry.factor|twice|a number",
        "semj.recovery|yes|true or false",
        "semj.compression|gzip|one of none, zlib, lz4, zstd",
        "semj.chain|md5|one of sha256, crc32",
        "semj.sync.policy|sometimes|one of written, interval, batch",
        "semj.overflow.policy|wait|one of block, fail, drop_newest, drop_oldest, shed_by_priority",
        "semj.wait.strategy|spin|one of sleeping, yielding, busy_spin, blocking",
        "semj.producer|many|one of multi, single",
        "semj.segment.io|mmap|one of mapped, channel",
        "semj.compression.threshold|2GiB|below 2GiB",
        "semj.ring.slot.bytes|3GiB|below 2GiB",
        "semj.flush.interval|10|a duration such as 10ms, 60s, 5m, 1h, 7d or PT0.01S",
        "semj.segment.max.bytes|1 ZiB|a size such as 4096, 64KiB, 16MiB, 1GiB, 64KB, 16MB or 1GB"
      })
  void shouldRefuseAValueByKeyAndRule(String key, String text, String rule) {
    assertRefused(
        properties(key, text),
        "invalid setting: name=" + key + ", expected=" + rule + ", actual=" + text);
  }

  @Test
  void shouldRefusePropertiesWithoutADirectory() {
    String message = "invalid setting: name=semj.directory, expected=a directory, actual=none";
    assertRefused(new Properties(), message);
    assertRefused(properties("semj.directory", "  "), message);
  }

  @Test
  void shouldRefuseADirectoryThatIsNoPath() {
    assertRefused(
        properties("semj.directory", "a\0b"),
        "invalid setting, not a path, Nul character not allowed: a\0b: name=semj.directory");
  }
}
