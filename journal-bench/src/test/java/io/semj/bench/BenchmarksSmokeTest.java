package io.semj.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.ProducerMode;
import io.semj.core.RingPlacement;
import io.semj.format.BlockCompression;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs each benchmark method once, so that the suite cannot rot. */
class BenchmarksSmokeTest {
  @ParameterizedTest
  @EnumSource
  void shouldEmitFromAReusedBuilderAndFromBuiltEvents(ProducerMode producer) throws IOException {
    EmissionBenchmark.Journal journal = new EmissionBenchmark.Journal();
    journal.producer = producer;
    journal.ring = RingPlacement.AUTO;
    journal.open();
    EmissionBenchmark benchmark = new EmissionBenchmark();
    assertThat(benchmark.claim(journal, new EmissionBenchmark.Claim())).isEqualTo(1);
    assertThat(benchmark.prebuilt(journal, new EmissionBenchmark.Prebuilt())).isEqualTo(2);
    journal.close();
  }

  @ParameterizedTest
  @EnumSource
  void shouldPublishToTheBareRing(ProducerMode producer) {
    EmissionBenchmark.Ring ring = new EmissionBenchmark.Ring();
    ring.producer = producer;
    ring.start();
    EmissionBenchmark benchmark = new EmissionBenchmark();
    EmissionBenchmark.Prebuilt events = new EmissionBenchmark.Prebuilt();
    assertThat(benchmark.bareRing(ring, events)).isEqualTo(0);
    assertThat(benchmark.bareRing(ring, events)).isEqualTo(1);
    ring.stop();
  }

  @ParameterizedTest
  @EnumSource
  void shouldSealAndOpenBlocks(BlockCompression compression) {
    CodecBenchmark benchmark = new CodecBenchmark();
    benchmark.compression = compression;
    benchmark.events = 10;
    benchmark.prepare();
    assertThat(benchmark.encode()).isPositive();
    int recordLength = new BenchEvents.Prebuilt().next().encode();
    assertThat(benchmark.validateDecodeScan()).isEqualTo(10L * recordLength);
    benchmark.close();
  }

  @ParameterizedTest
  @EnumSource
  void shouldConvertKernelEvents(KernelBenchmark.Shape shape) {
    KernelBenchmark benchmark = new KernelBenchmark();
    benchmark.shape = shape;
    benchmark.prepare();
    assertThat(benchmark.toKernel()).isGreaterThan(200);
    assertThat(benchmark.fromKernel()).isGreaterThan(200);
    assertThat(benchmark.kernelCrc()).isNotZero();
    assertThat(benchmark.jdkCrc()).isNotZero();
  }
}
