package io.semj.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencySamplerTest {
  private static final long NOW = 1_767_225_600_000_000_000L;
  private static final int COUNT = 1 << 20;
  private static final int EXPECTED = COUNT / 64;

  /** Steps of clocks and rates that occur: saturated producers, whole micro- and milliseconds. */
  @ParameterizedTest
  @ValueSource(
      longs = {1, 25, 41, 64, 100, 128, 250, 1_000, 1_024, 4_096, 10_000, 1_000_000, 1_000_000_000})
  void shouldChooseAboutOneOf64EquallySpacedTimestamps(long step) {
    int chosen = 0;
    for (int i = 0; i < COUNT; i++) {
      if (LatencySampler.sampled(NOW + i * step)) {
        chosen++;
      }
    }
    assertThat(chosen).isBetween(EXPECTED * 9 / 10, EXPECTED * 11 / 10);
  }

  @Test
  void shouldChooseAboutOneOf64UnevenTimestamps() {
    long seed = 42;
    Random random = new Random(seed);
    long timestamp = NOW;
    int chosen = 0;
    for (int i = 0; i < COUNT; i++) {
      timestamp += 20 + random.nextInt(400);
      if (LatencySampler.sampled(timestamp)) {
        chosen++;
      }
    }
    assertThat(chosen).as("seed=%d", seed).isBetween(EXPECTED * 9 / 10, EXPECTED * 11 / 10);
  }

  @Test
  void shouldChooseTheSameTimestampsAlways() {
    assertThat(LatencySampler.sampled(0)).isTrue();
    assertThat(LatencySampler.sampled(1)).isFalse();
  }
}
