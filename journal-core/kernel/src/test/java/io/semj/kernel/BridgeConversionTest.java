package io.semj.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.semj.error.ConfigurationException;
import io.semj.error.JournalClosedException;
import io.semj.error.KernelLimitException;
import io.semj.error.MalformedKernelEventException;
import io.semj.error.UnsupportedFeatureException;
import io.semj.error.VersionMismatchException;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.event.KernelEventDecoder;
import io.semj.event.SemanticEvent;
import io.semj.event.UserspaceFlags;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BridgeConversionTest {
  @TempDir private Path directory;

  private static KernelCompatibilityBridge bridge(CompatibilityMode mode) {
    return KernelCompatibilityBridge.open(KernelBridgeConfig.builder().mode(mode).build());
  }

  private static KernelCompatibilityBridge carrying() {
    return KernelCompatibilityBridge.open(
        KernelBridgeConfig.builder().overflow(KernelOverflow.CARRY_IN_METADATA).build());
  }

  private static EventBuilder event() {
    return SemanticEvent.builder(EventType.FILESYSTEM_CREATE).identity(5, 6, 7, 8, 9, 10);
  }

  @Test
  void shouldConvertTheVectorsBothWays() {
    try (KernelCompatibilityBridge bridge = bridge(CompatibilityMode.FULL)) {
      for (int i = 0; i < Vectors.COUNT; i++) {
        byte[] kernel = Vectors.event(i);
        SemanticEvent event = bridge.convertFromKernelFormat(kernel);
        assertThat(bridge.convertToKernelFormat(event)).isEqualTo(kernel);

        KernelEventDecoder decoder = new KernelEventDecoder();
        UnsafeBuffer target = new UnsafeBuffer(new byte[200_000]);
        bridge.convertFromKernelFormat(decoder, new UnsafeBuffer(kernel), 0, kernel.length);
        int length = bridge.convertToKernelFormat(decoder.record(), target, 100);
        assertThat(Arrays.copyOfRange(target.byteArray(), 100, 100 + length)).isEqualTo(kernel);
      }
      assertThat(bridge.metrics().convertedFromKernel()).isEqualTo(36);
      assertThat(bridge.metrics().convertedToKernel()).isEqualTo(36);
    }
  }

  @Test
  void shouldRefuseBytesBehindAnEvent() {
    try (KernelCompatibilityBridge bridge = bridge(CompatibilityMode.FULL)) {
      byte[] longer = Arrays.copyOf(Vectors.event(0), Vectors.event(0).length + 1);
      assertThatThrownBy(() -> bridge.convertFromKernelFormat(longer))
          .isInstanceOf(MalformedKernelEventException.class)
          .hasMessageContaining("field=event_size, offset=64");
      assertThat(bridge.metrics().malformed()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(CompatibilityMode.class)
  void shouldDoWhatItsModeAllowsAndNothingElse(CompatibilityMode mode) {
    SemanticEvent event = event().build();
    byte[] kernel = Vectors.event(0);
    try (KernelCompatibilityBridge bridge = bridge(mode)) {
      bridge.verifyCompatibility(KernelVersion.CURRENT);
      if (mode.convertsFromKernel()) {
        assertThat(bridge.convertFromKernelFormat(kernel).eventId()).isEqualTo(1_000);
      } else {
        assertThatThrownBy(() -> bridge.convertFromKernelFormat(kernel))
            .isInstanceOf(UnsupportedFeatureException.class)
            .hasMessageContaining("mode=" + mode);
      }
      if (mode.convertsToKernel()) {
        assertThat(bridge.convertToKernelFormat(event)).hasSize(5_412);
      } else {
        assertThatThrownBy(() -> bridge.convertToKernelFormat(event))
            .isInstanceOf(UnsupportedFeatureException.class);
      }
      assertThat(bridge.isKernelAvailable()).isFalse();
      assertThatThrownBy(bridge::syncWithKernel).isInstanceOf(UnsupportedFeatureException.class);
      assertThatThrownBy(bridge::syncSequences).isInstanceOf(UnsupportedFeatureException.class);
    }
    KernelBridgeConfig.Builder source = KernelBridgeConfig.builder().mode(mode).source(directory);
    KernelBridgeConfig.Builder sink = KernelBridgeConfig.builder().mode(mode).sink(directory);
    if (mode.imports()) {
      assertThat(source.build().source()).contains(directory);
    } else {
      assertThatThrownBy(source::build).isInstanceOf(ConfigurationException.class);
    }
    if (mode.exports()) {
      assertThat(sink.build().sink()).contains(directory);
    } else {
      assertThatThrownBy(sink::build).isInstanceOf(ConfigurationException.class);
    }
  }

  @Test
  void shouldTellModesApart() {
    assertThat(CompatibilityMode.FULL.imports() && CompatibilityMode.FULL.exports()).isTrue();
    assertThat(CompatibilityMode.READ_ONLY.convertsToKernel()).isFalse();
    assertThat(CompatibilityMode.READ_ONLY.imports()).isTrue();
    assertThat(CompatibilityMode.READ_ONLY.exports()).isFalse();
    assertThat(CompatibilityMode.WRITE_ONLY.convertsFromKernel()).isFalse();
    assertThat(CompatibilityMode.WRITE_ONLY.exports()).isTrue();
    assertThat(CompatibilityMode.MINIMAL.convertsToKernel()).isTrue();
    assertThat(CompatibilityMode.MINIMAL.imports() || CompatibilityMode.MINIMAL.exports())
        .isFalse();
  }

  @Test
  void shouldRefuseAnotherMajorVersionOnly() {
    try (KernelCompatibilityBridge bridge = bridge(CompatibilityMode.MINIMAL)) {
      bridge.verifyCompatibility(new KernelVersion(1, 0));
      bridge.verifyCompatibility(new KernelVersion(1, -1));
      for (int major : new int[] {0, 2, -1}) {
        assertThatThrownBy(() -> bridge.verifyCompatibility(new KernelVersion(major, 0)))
            .isInstanceOf(VersionMismatchException.class)
            .hasMessageContaining("actual=" + Integer.toUnsignedString(major));
      }
    }
  }

  @Test
  void shouldTellWhetherTheKernelIsThere() throws Exception {
    Path journal = directory.resolve("kernel");
    KernelBridgeConfig config = KernelBridgeConfig.builder().source(journal).build();
    try (KernelCompatibilityBridge bridge = KernelCompatibilityBridge.open(config)) {
      assertThat(bridge.isKernelAvailable()).isFalse();
      assertThat(bridge.getKernelStatus().problem()).contains("no kernel journal: path=" + journal);
      Files.write(journal, Vectors.journal());
      assertThat(bridge.isKernelAvailable()).isTrue();
      assertThat(bridge.getKernelStatus().header().orElseThrow().nextEventId()).isEqualTo(1_018);
      assertThat(bridge.getKernelStatus().bytes()).isEqualTo(109_218);
      Files.write(journal, new byte[1_000]);
      assertThat(bridge.isKernelAvailable()).isFalse();
    }
  }

  @Test
  void shouldDoNothingOnceItIsClosed() {
    KernelCompatibilityBridge bridge = bridge(CompatibilityMode.FULL);
    bridge.close();
    bridge.close();
    assertThatThrownBy(() -> bridge.convertFromKernelFormat(Vectors.event(0)))
        .isInstanceOf(JournalClosedException.class);
    assertThatThrownBy(bridge::getKernelStatus).isInstanceOf(JournalClosedException.class);
  }

  static Stream<SemanticEvent> unfitting() {
    EventBuilder links = event();
    for (int i = 0; i < 300; i++) {
      links.link(i, 5, i, 50, -i, "link " + i);
    }
    byte[] random = new byte[66_000];
    new Random(3).nextBytes(random);
    return Stream.of(
        event().path("/" + "verzeichnis/".repeat(500).substring(0, 4_999)).build(),
        event().path("/" + "デ".repeat(1_700)).build(),
        event().path("before\0after").build(),
        event().agent("a".repeat(64), "i".repeat(256), 5).build(),
        event().tags("t".repeat(600)).semantic("t".repeat(600), "i".repeat(300), 1).build(),
        event().metric("load", 0.5, "").log("INFO", "message").build(),
        event().payload(random).build(),
        links.build(),
        event().metadata(new byte[5_000]).build(),
        event().metadataText("{}").metric("m", 1.0, "u").crossBoundaryId(77).build());
  }

  @ParameterizedTest
  @MethodSource("unfitting")
  void shouldRefuseWhatDoesNotFitAndCarryItWhereThatIsAskedFor(SemanticEvent event) {
    try (KernelCompatibilityBridge refusing = bridge(CompatibilityMode.FULL);
        KernelCompatibilityBridge carrying = carrying()) {
      assertThatThrownBy(() -> refusing.convertToKernelFormat(event))
          .hasMessageContaining("field=");
      assertThat(refusing.metrics().refusedToKernel()).isEqualTo(1);

      byte[] kernel = carrying.convertToKernelFormat(event);
      assertThat(carrying.convertFromKernelFormat(kernel)).isEqualTo(event);
      assertThat(refusing.convertFromKernelFormat(kernel).metadataText()).startsWith("SEMJCAR1");
      assertThat(refusing.convertFromKernelFormat(kernel).eventId()).isEqualTo(5);
    }
  }

  @Test
  void shouldNameFieldAndSizesOfWhatDoesNotFit() {
    try (KernelCompatibilityBridge bridge = bridge(CompatibilityMode.FULL)) {
      SemanticEvent event = event().path("p".repeat(5_000)).build();
      KernelLimitException error =
          catchThrowableOfType(
              KernelLimitException.class, () -> bridge.convertToKernelFormat(event));
      assertThat(error)
          .hasMessage("event exceeds a kernel limit: field=path, limit=4095, actual=5000");
    }
  }

  @Test
  void shouldRefuseWhatMetadataCannotCarryEither() {
    byte[] random = new byte[80_000];
    new Random(3).nextBytes(random);
    SemanticEvent event = event().payload(random).build();
    try (KernelCompatibilityBridge carrying = carrying()) {
      assertThatThrownBy(() -> carrying.convertToKernelFormat(event))
          .isInstanceOf(KernelLimitException.class)
          .hasMessageContaining("metadata")
          .hasMessageContaining("limit=2048");
    }
  }

  @Test
  void shouldLeaveEventsThatFitAsTheyAreWhereCarryingIsAskedFor() {
    try (KernelCompatibilityBridge carrying = carrying()) {
      for (int i = 0; i < Vectors.COUNT; i++) {
        SemanticEvent event = carrying.convertFromKernelFormat(Vectors.event(i));
        assertThat(carrying.convertToKernelFormat(event)).isEqualTo(Vectors.event(i));
      }
    }
  }

  @Test
  void shouldNotMistakeMetadataOfTheApplicationForCarriedParts() {
    for (String metadata :
        new String[] {"SEMJCAR1 is mine", "SEMJCAR1", "SEMJCAR1" + "x".repeat(50)}) {
      SemanticEvent event = event().metadataText(metadata).build();
      try (KernelCompatibilityBridge carrying = carrying();
          KernelCompatibilityBridge refusing = bridge(CompatibilityMode.FULL)) {
        byte[] kernel = carrying.convertToKernelFormat(event);
        assertThat(carrying.convertFromKernelFormat(kernel)).isEqualTo(event);
        byte[] plain = refusing.convertToKernelFormat(event);
        assertThat(carrying.convertFromKernelFormat(plain)).isEqualTo(event);
      }
    }
  }

  @Test
  void shouldCarryFlagsOfUserspaceButNotHowAnEventTravels() {
    int flags = UserspaceFlags.TRANSACTIONAL | UserspaceFlags.REQUIRES_KERNEL_SYNC;
    SemanticEvent event = event().userspaceFlags(flags).build();
    try (KernelCompatibilityBridge carrying = carrying()) {
      SemanticEvent back = carrying.convertFromKernelFormat(carrying.convertToKernelFormat(event));
      assertThat(back.userspaceFlags()).isEqualTo(UserspaceFlags.TRANSACTIONAL);
    }
  }
}
