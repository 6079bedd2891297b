package io.semj.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BenchProgramsTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void shouldMeasureQueries() throws IOException {
    QueryTimes.run(out, "--events", "30000", "--rounds", "2");
    assertThat(printed())
        .contains("indexed in", "by sequence", "latest 20 by time", "position of a sequence")
        .contains("1 in 10,000 scattered (3 events", "1 in 10,000 in runs of 100");
  }

  @Test
  void shouldMeasureTheOpeningOfManySegments() throws IOException {
    QueryOpening.run(out, "--segments", "3", "--events", "5", "--rounds", "1");
    assertThat(printed()).contains("3 segments of 5 events", "opened and answered by sequence");
  }

  @Test
  void shouldRefuseUnknownOptions() {
    assertThatThrownBy(() -> ReplayThroughput.run(out, "--event", "2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("option is unknown or has no value: option=--event");
    assertThatThrownBy(() -> ReplayThroughput.run(out, "--events"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldTimeDeliveriesAndEmissionBesideThem() throws IOException {
    DeliveryLatency.run(
        out, "--events", "20", "--micros", "1", "--subscribers", "3", "--seconds", "0");
    assertThat(printed())
        .contains("SLEEPING, 1, paced", "BUSY_SPIN, 3, answered", "8 subscribers: p50");
  }

  @Test
  void shouldReplayInEveryModeAndInParallel() throws IOException {
    ReplayThroughput.run(out, "--events", "500", "--rounds", "1", "--workers", "2");
    assertThat(printed()).contains("round 1: handler that does nothing", "CHECKSUM", "STRICT");
    assertThat(printed().lines().count()).isGreaterThan(1);
  }
}
