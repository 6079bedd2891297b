package io.semj.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.semj.error.ConfigurationException;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "7ns,7",
    "7us,7000",
    "10ms,10000000",
    "60s,60000000000",
    "5m,300000000000",
    "1h,3600000000000",
    "7d,604800000000000",
    "10 MS,10000000",
    "PT0.01S,10000000",
    "pt1m,60000000000",
    "P1D,86400000000000",
    "-PT1S,-1000000000",
    "PT-1S,-1000000000"
  })
  void shouldReadDurations(String text, long nanos) {
    assertThat(Units.parseDuration("semj.key", text)).isEqualTo(Duration.ofNanos(nanos));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10",
        "ms",
        "-1ms",
        "1.5s",
        "1w",
        "ten ms",
        "P",
        "PX",
        "10ms 5s",
        "9223372036854775808ns",
        "9223372036854775807d"
      })
  void shouldRefuseWhatIsNoDuration(String text) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Units.parseDuration("semj.key", text))
        .withMessage(
            "invalid setting: name=semj.key, expected=a duration such as 10ms, 60s, 5m, 1h, 7d or"
                + " PT0.01S, actual="
                + text);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "4096,4096",
    "12b,12",
    "64KiB,65536",
    "16MiB,16777216",
    "1GiB,1073741824",
    "1TiB,1099511627776",
    "64KB,64000",
    "16MB,16000000",
    "1GB,1000000000",
    "1TB,1000000000000",
    "1 gib,1073741824"
  })
  void shouldReadSizes(String text, long bytes) {
    assertThat(Units.parseSize("semj.key", text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "KiB", "-1", "1.5GiB", "1PiB", "1 000", "8388608TiB", "9223372036854775808"})
  void shouldRefuseWhatIsNoSize(String text) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Units.parseSize("semj.key", text))
        .withMessage(
            "invalid setting: name=semj.key, expected=a size such as 4096, 64KiB, 16MiB, 1GiB,"
                + " 64KB, 16MB or 1GB, actual="
                + text);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,1", "1023,1023", "1024,1KiB", "1536,1536", "3145728,3MiB", "4096,4KiB"})
  void shouldWriteSizesInTheLargestUnitThatIsExact(long bytes, String text) {
    assertThat(Units.formatSize(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1,1ns",
    "1500,1500ns",
    "2000,2us",
    "10000000,10ms",
    "60000000000,1m",
    "90000000000,90s",
    "604800000000000,7d"
  })
  void shouldWriteDurationsInTheLargestUnitThatIsExact(long nanos, String text) {
    assertThat(Units.formatDuration(Duration.ofNanos(nanos))).isEqualTo(text);
  }

  @Property
  boolean shouldReadBackEverySizeItWrites(@ForAll @LongRange(min = 0) long bytes) {
    return Units.parseSize("semj.key", Units.formatSize(bytes)) == bytes;
  }

  @Property
  boolean shouldReadBackEveryDurationItWrites(@ForAll @LongRange(min = 0) long nanos) {
    Duration duration = Duration.ofNanos(nanos);
    return Units.parseDuration("semj.key", Units.formatDuration(duration)).equals(duration);
  }
}
