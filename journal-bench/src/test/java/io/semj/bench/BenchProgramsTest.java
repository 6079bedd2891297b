package io.semj.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.semj.bench.EmissionTarget.Way;
import io.semj.core.ProducerMode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BenchProgramsTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void shouldReportThroughputToDurable() throws IOException {
    SustainedThroughput.run(out, "--seconds", "0", "--producers", "2");
    assertThat(printed()).contains("producers=2 mode=MULTI", "events/s to durable", "syncs");
  }

  @Test
  void shouldRefuseManyProducersInSingleMode() {
    assertThatThrownBy(() -> SustainedThroughput.run(out, "--producers", "2", "--mode", "SINGLE"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mode SINGLE has one producer: producers=2");
  }

  @Test
  void shouldRefuseUnknownOptions() {
    assertThatThrownBy(() -> ReadBack.run(out, "--event", "2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("option is unknown or has no value: option=--event");
    assertThatThrownBy(() -> ReadBack.run(out, "--events"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldReadBackInRounds() throws IOException {
    ReadBack.run(out, "--events", "500", "--rounds", "2");
    assertThat(printed()).contains("journal of 500 events", "round 2: zero-copy");
  }

  @Test
  void shouldTimeDeliveriesAndEmissionBesideThem() throws IOException {
    DeliveryLatency.run(
        out, "--events", "20", "--micros", "1", "--subscribers", "3", "--seconds", "0");
    assertThat(printed())
        .contains("SLEEPING, 1 subscribers", "BUSY_SPIN, 3 subscribers", "8 subscribers: p50");
  }

  @Test
  void shouldMeasurePacedEmissionInChildren() throws IOException {
    PacedEmission.run(
        out, "--seconds", "0", "--warmup", "0", "--rounds", "1", "--producer", "SINGLE");
    assertThat(printed()).contains("SINGLE BARE", "SINGLE CLAIM", "SINGLE PREBUILT");
  }

  @ParameterizedTest
  @EnumSource
  void shouldRecordEveryEmission(Way way) throws IOException {
    try (EmissionTarget target = EmissionTarget.open(way, ProducerMode.MULTI)) {
      EmissionTimes times = EmissionTimes.measure(target, 1_000_000, 10_000);
      assertThat(times.p50()).isPositive().isLessThanOrEqualTo(times.max());
      assertThat(EmissionTimes.parse(times.toText())).isEqualTo(times);
    }
  }

  @Test
  void shouldCompareTheMemoryOfTwoJvms() throws IOException {
    assumeTrue(ProcessMemory.isSupported(), "needs /proc");
    MemoryFootprint.run(out, "--events", "100");
    assertThat(printed()).contains("durable up to event 100", "the journal's part");
  }
}
