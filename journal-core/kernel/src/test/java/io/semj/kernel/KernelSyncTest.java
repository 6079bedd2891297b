package io.semj.kernel;

import static io.semj.core.fixture.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.JournalConfig;
import io.semj.core.JournalReader;
import io.semj.core.OverflowPolicy;
import io.semj.core.ProducerMode;
import io.semj.core.SemanticJournal;
import io.semj.error.ConfigurationException;
import io.semj.error.ConsistencyException;
import io.semj.error.JournalException;
import io.semj.error.MalformedKernelEventException;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.event.KernelEventCodec;
import io.semj.event.KernelEventDecoder;
import io.semj.event.SemanticEvent;
import io.semj.event.UserspaceFlags;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class KernelSyncTest {
  private static final long BOOT = 1_790_000_000_000_000_000L;

  @TempDir private Path directory;
  private Path kernel;
  private Path sink;
  private Path place;
  private final Told told = new Told();

  private static final class Told implements KernelSyncListener {
    final List<SequenceSync> drift = new CopyOnWriteArrayList<>();
    final List<BadKernelEvent> bad = new CopyOnWriteArrayList<>();
    final List<Long> refused = new CopyOnWriteArrayList<>();
    final List<JournalException> failures = new CopyOnWriteArrayList<>();

    @Override
    public void onDrift(SequenceSync found) {
      drift.add(found);
    }

    @Override
    public void onBadEvent(BadKernelEvent event) {
      bad.add(event);
    }

    @Override
    public void onRefused(long sequence, JournalException reason) {
      refused.add(sequence);
    }

    @Override
    public void onFailure(JournalException failure) {
      failures.add(failure);
    }
  }

  @BeforeEach
  void setUp() {
    kernel = directory.resolve("kernel");
    sink = directory.resolve("exported");
    place = directory.resolve("journal");
  }

  private SemanticJournal open() {
    return SemanticJournal.open(
        JournalConfig.builder(place).ringSize(256).maxSegmentBytes(1 << 20).build());
  }

  private KernelBridgeConfig.Builder config() {
    return KernelBridgeConfig.builder()
        .source(kernel)
        .clock(KernelClock.fixed(BOOT))
        .listener(told);
  }

  private KernelSyncResult sync(KernelBridgeConfig config) {
    try (SemanticJournal journal = open();
        KernelCompatibilityBridge bridge = KernelCompatibilityBridge.open(config, journal)) {
      return bridge.syncWithKernel();
    }
  }

  private List<SemanticEvent> stored() {
    List<SemanticEvent> events = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(place, 1)) {
      for (SemanticEvent event = reader.next(); event != null; event = reader.next()) {
        events.add(event);
      }
    }
    return events;
  }

  private List<byte[]> storedFromKernel() {
    return stored().stream()
        .filter(event -> (event.userspaceFlags() & UserspaceFlags.FROM_KERNEL) != 0)
        .map(KernelEventCodec::encode)
        .toList();
  }

  private static EventBuilder flagged(int number) {
    return SemanticEvent.builder(EventType.SYSTEM_SYNC)
        .timestampNanos(BOOT + number)
        .userspaceFlags(UserspaceFlags.REQUIRES_KERNEL_SYNC)
        .payloadText("userspace " + number);
  }

  private List<SemanticEvent> exported() {
    List<SemanticEvent> events = new ArrayList<>();
    KernelEventDecoder decoder = new KernelEventDecoder();
    try (KernelJournal journal = KernelJournal.open(sink).untilEnd()) {
      while (journal.next(decoder)) {
        events.add(decoder.toEvent());
      }
    }
    return events;
  }

  @Test
  void shouldImportTheVectorsInOneTimelineAndKeepEveryByte() throws IOException {
    Files.write(kernel, Vectors.journal());
    KernelSyncResult result = sync(config().build());

    assertThat(result.imported()).isEqualTo(18);
    assertThat(result.lastKernelSequence()).isEqualTo(3_051);
    List<byte[]> stored = storedFromKernel();
    for (int i = 0; i < Vectors.COUNT; i++) {
      assertThat(stored.get(i)).isEqualTo(Vectors.event(i));
    }
    SemanticEvent first = stored().get(0);
    assertThat(first.timestampNanos()).isEqualTo(BOOT + 547_758_305_223_064_949L);
    assertThat(first.sequence()).isEqualTo(1);
    assertThat(first.kernelSequence()).isEqualTo(3_000);
  }

  @Test
  void shouldImportNothingTwiceWhileTheKernelGoesOnAndTheJournalIsOpenedAgain() throws IOException {
    Files.write(kernel, Vectors.journalOf(Vectors.made(1, 11)));
    assertThat(sync(config().build()).imported()).isEqualTo(10);
    assertThat(sync(config().build()).imported()).isZero();
    Vectors.append(kernel, Vectors.joined(Vectors.made(11, 16)));
    Files.delete(place.resolve("kernel.mark")); // only saves looking
    assertThat(sync(config().build()).imported()).isEqualTo(5);
    Files.write(place.resolve("kernel.mark"), new byte[128]);
    assertThat(sync(config().build()).imported()).isZero();

    assertThat(storedFromKernel()).containsExactlyElementsOf(Vectors.made(1, 16));
  }

  @Test
  void shouldKeepKernelEventsAndUserspaceEventsInOneOrder() {
    Vectors.append(kernel, Vectors.journalOf(Vectors.made(1, 3)));
    try (SemanticJournal journal = open();
        KernelCompatibilityBridge bridge =
            KernelCompatibilityBridge.open(config().build(), journal)) {
      journal.emitEvent(flagged(1));
      bridge.syncWithKernel();
      journal.emitEvent(flagged(2));
      Vectors.append(kernel, Vectors.made(3));
      bridge.syncWithKernel();
    }
    assertThat(stored()).extracting(SemanticEvent::sequence).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(stored())
        .extracting(event -> event.userspaceFlags() & UserspaceFlags.FROM_KERNEL)
        .containsExactly(0, 256, 256, 0, 256);
  }

  @Test
  void shouldWaitForTheRestOfAnEvent() throws IOException {
    byte[] bytes = Vectors.journalOf(Vectors.made(1, 4));
    Files.write(kernel, Arrays.copyOf(bytes, bytes.length - 10));
    assertThat(sync(config().build()).imported()).isEqualTo(2);
    Vectors.append(kernel, Arrays.copyOfRange(bytes, bytes.length - 10, bytes.length));
    assertThat(sync(config().build()).imported()).isEqualTo(1);
  }

  @Test
  void shouldImportEverythingBeforeAMalformedEventAndGoOnWhenItMay() throws IOException {
    byte[] bad = Vectors.made(50);
    bad[400]++;
    List<byte[]> events = new ArrayList<>(Vectors.made(1, 6));
    events.add(2, bad);
    Files.write(kernel, Vectors.journalOf(events));

    assertThatThrownBy(() -> sync(config().build()))
        .isInstanceOf(MalformedKernelEventException.class)
        .hasMessageContaining("file=" + kernel);
    assertThat(storedFromKernel()).containsExactlyElementsOf(Vectors.made(1, 3));
    KernelSyncResult result = sync(config().skipBadEvents(true).build());
    assertThat(result.imported()).isEqualTo(3);
    assertThat(result.skipped()).isEqualTo(1);
    assertThat(told.bad).hasSize(1);
    assertThat(storedFromKernel()).containsExactlyElementsOf(Vectors.made(1, 6));
  }

  @Test
  void shouldTellDriftApart() {
    Vectors.append(kernel, Vectors.journalOf(Vectors.made(1, 5)));
    try (SemanticJournal journal = open();
        KernelCompatibilityBridge bridge =
            KernelCompatibilityBridge.open(config().correctDrift(false).build(), journal)) {
      assertThat(bridge.syncSequences().drift()).isEqualTo(SequenceDrift.MINOR);
      assertThat(told.drift).hasSize(1);
      assertThat(told.drift.get(0).missing()).isEqualTo(4);
      assertThat(bridge.syncWithKernel().imported()).isEqualTo(4);
      assertThat(bridge.syncSequences().drift()).isEqualTo(SequenceDrift.NONE);
      Vectors.append(kernel, Vectors.joined(Vectors.made(5, 104)));
      assertThat(bridge.syncSequences().drift()).isEqualTo(SequenceDrift.MINOR);
      Vectors.append(kernel, Vectors.made(104));
      SequenceSync found = bridge.syncSequences();
      assertThat(found.drift()).isEqualTo(SequenceDrift.MAJOR);
      assertThat(found.missing()).isEqualTo(100);
      assertThat(found.importedSequence()).isEqualTo(12);
      assertThat(found.kernelSequence()).isEqualTo(312);
      assertThat(found.corrected()).isZero();
      assertThat(told.drift).hasSize(3);
      assertThat(bridge.getKernelStatus().drift()).contains(SequenceDrift.MAJOR);
      assertThat(bridge.metrics().alerts()).isEqualTo(3);

      assertThat(bridge.adjustSequenceForKernel(found.userspaceSequence())).isEqualTo(312);
      assertThat(bridge.adjustSequenceFromKernel(312)).isEqualTo(found.userspaceSequence());
      assertThat(bridge.adjustSequenceFromKernel(bridge.adjustSequenceForKernel(-5))).isEqualTo(-5);
    }
  }

  @Test
  void shouldCorrectDriftWhereItMay() {
    Vectors.append(kernel, Vectors.journalOf(Vectors.made(1, 5)));
    try (SemanticJournal journal = open();
        KernelCompatibilityBridge bridge =
            KernelCompatibilityBridge.open(config().build(), journal)) {
      assertThat(bridge.syncSequences().corrected()).isEqualTo(4);
      assertThat(bridge.syncSequences().drift()).isEqualTo(SequenceDrift.NONE);
      assertThat(told.drift).isEmpty();
      assertThat(bridge.metrics().corrections()).isEqualTo(1);
    }
  }

  @Test
  void shouldAlertWhenTheKernelBeganAnewAndImportAllOfItOnlyWhereItMay() throws IOException {
    Files.write(kernel, Vectors.journalOf(Vectors.made(100, 120)));
    sync(config().build());
    Files.write(kernel, Vectors.journalOf(Vectors.made(1, 4)));

    KernelSyncResult left = sync(config().correctDrift(false).build());
    assertThat(left.drift()).isEqualTo(SequenceDrift.LOST);
    assertThat(left.imported()).isZero();
    assertThat(told.drift).hasSize(1);
    assertThat(sync(config().build()).imported()).isEqualTo(3);
    assertThat(sync(config().build()).drift()).isEqualTo(SequenceDrift.NONE);
  }

  @Test
  void shouldFindItsPlaceInAJournalThatWasWrittenAnew() throws IOException {
    Files.write(kernel, Vectors.journalOf(Vectors.made(1, 20)));
    sync(config().build());
    Files.write(kernel, Vectors.journalOf(Vectors.made(15, 25)));

    KernelSyncResult result = sync(config().build());
    assertThat(result.drift()).isEqualTo(SequenceDrift.MINOR);
    assertThat(result.imported()).isEqualTo(5);
    assertThat(storedFromKernel()).containsExactlyElementsOf(Vectors.made(1, 25));
  }

  @Test
  void shouldExportFlaggedEventsOnceInOrderAndKeepItsPlace() {
    KernelBridgeConfig export =
        KernelBridgeConfig.builder()
            .mode(CompatibilityMode.WRITE_ONLY)
            .sink(sink)
            .clock(KernelClock.fixed(BOOT))
            .listener(told)
            .build();
    for (int round = 0; round < 3; round++) {
      try (SemanticJournal journal = open();
          KernelCompatibilityBridge bridge = KernelCompatibilityBridge.open(export, journal)) {
        journal.emitEvent(SemanticEvent.builder(EventType.SYSTEM_SYNC));
        journal.emitEvent(flagged(2 * round));
        journal.emitEvent(flagged(2 * round + 1));
        assertThat(bridge.syncWithKernel().exported()).isEqualTo(2);
        assertThat(bridge.syncWithKernel().exported()).isZero();
      }
    }
    List<SemanticEvent> events = exported();
    assertThat(events)
        .extracting(SemanticEvent::payloadText)
        .containsExactly(
            "userspace 0",
            "userspace 1",
            "userspace 2",
            "userspace 3",
            "userspace 4",
            "userspace 5");
    assertThat(events).extracting(SemanticEvent::timestampNanos).contains(0L, 5L);
  }

  @Test
  void shouldGoOnInAnExportThatWasInterruptedAnywhere() throws IOException {
    KernelBridgeConfig export = KernelBridgeConfig.builder().sink(sink).build();
    try (SemanticJournal journal = open();
        KernelCompatibilityBridge bridge = KernelCompatibilityBridge.open(export, journal)) {
      journal.emitEvent(flagged(1));
      bridge.syncWithKernel();
    }
    byte[] mark = Files.readAllBytes(place.resolve("kernel.mark"));
    long first = Files.size(sink);
    try (SemanticJournal journal = open();
        KernelCompatibilityBridge bridge = KernelCompatibilityBridge.open(export, journal)) {
      journal.emitEvent(flagged(2));
      journal.emitEvent(flagged(3));
      bridge.syncWithKernel();
    }
    byte[] whole = Files.readAllBytes(sink);
    for (int cut : new int[] {0, 1, 100, 5_000, 5_500, whole.length - (int) first}) {
      Files.write(place.resolve("kernel.mark"), mark);
      Files.write(sink, Arrays.copyOf(whole, (int) first + cut));
      sync(export);
      assertThat(exported())
          .as("cut %d", cut)
          .extracting(SemanticEvent::payloadText)
          .containsExactly("userspace 1", "userspace 2", "userspace 3");
    }
    Files.write(place.resolve("kernel.mark"), mark);
    byte[] foreign = whole.clone();
    foreign[(int) first + 5_420] ^= 1;
    Files.write(sink, foreign);
    assertThatThrownBy(() -> sync(export)).isInstanceOf(ConsistencyException.class);
  }

  @Test
  void shouldLeaveOutOfAnExportWhatTheKernelCannotHoldAndSayIt() {
    try (SemanticJournal journal = open();
        KernelCompatibilityBridge bridge =
            KernelCompatibilityBridge.open(
                KernelBridgeConfig.builder().sink(sink).listener(told).build(), journal)) {
      journal.emitEvent(flagged(1));
      journal.emitEvent(flagged(2).metric("load", 1.0, ""));
      journal.emitEvent(flagged(3));
      KernelSyncResult result = bridge.syncWithKernel();
      assertThat(result.exported()).isEqualTo(2);
      assertThat(result.refused()).isEqualTo(1);
      assertThat(told.refused).containsExactly(2L);
    }
  }

  @Test
  void shouldNotExportWhatItImported() {
    Vectors.append(kernel, Vectors.journalOf(Vectors.made(1, 5)));
    KernelSyncResult result = sync(config().sink(sink).build());
    assertThat(result.imported()).isEqualTo(4);
    assertThat(result.exported()).isZero();
  }

  @Test
  void shouldSynchroniseByItselfUntilItIsClosed() {
    Vectors.append(kernel, Vectors.journalOf(Vectors.made(1, 3)));
    KernelBridgeConfig own = config().resyncInterval(Duration.ofMillis(5)).build();
    try (SemanticJournal journal = open()) {
      KernelCompatibilityBridge bridge = KernelCompatibilityBridge.open(own, journal);
      await().until(() -> bridge.metrics().imported() == 2);
      Vectors.append(kernel, Vectors.made(3));
      await().until(() -> bridge.metrics().imported() == 3);
      byte[] bad = Vectors.made(4);
      bad[200]++;
      Vectors.append(kernel, bad);
      await().until(() -> !told.failures.isEmpty());
      bridge.close();
      long syncs = bridge.metrics().synchronisations();
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(thread -> thread.getName().startsWith("semj-kernel-journal"));
      assertThat(bridge.metrics().synchronisations()).isEqualTo(syncs);
    }
  }

  @Test
  void shouldImportFromAPipeAsFromADevice() throws Exception {
    Path pipe = Pipes.make(directory.resolve("pipe"));
    try (SemanticJournal journal = open();
        KernelCompatibilityBridge bridge =
            KernelCompatibilityBridge.open(config().source(pipe).build(), journal)) {
      assertThat(bridge.syncWithKernel().imported()).isZero();
      try (OutputStream out = Files.newOutputStream(pipe)) {
        out.write(Vectors.journalOf(Vectors.made(1, 6)));
        out.flush();
        await()
            .until(
                () -> {
                  bridge.syncWithKernel();
                  return bridge.metrics().imported() == 5;
                });
      }
      // A device that is read from its beginning again gives what is known already.
      try (OutputStream out = Files.newOutputStream(pipe)) {
        out.write(Vectors.joined(Vectors.made(6, 9)));
        out.flush();
        await()
            .until(
                () -> {
                  bridge.syncWithKernel();
                  return bridge.metrics().imported() == 8;
                });
      }
    }
    assertThat(storedFromKernel()).containsExactlyElementsOf(Vectors.made(1, 9));
  }

  @Test
  void shouldPassOverWhatADeviceGivesAgainAfterARestart() throws Exception {
    Path pipe = Pipes.make(directory.resolve("pipe"));
    for (int end : new int[] {6, 9, 9}) {
      Thread device =
          new Thread(
              () -> {
                try (OutputStream out = Files.newOutputStream(pipe)) {
                  out.write(Vectors.journalOf(Vectors.made(1, end)));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      device.start();
      try (SemanticJournal journal = open();
          KernelCompatibilityBridge bridge =
              KernelCompatibilityBridge.open(config().source(pipe).build(), journal)) {
        bridge.importToEnd();
      }
      device.join();
    }
    assertThat(storedFromKernel()).containsExactlyElementsOf(Vectors.made(1, 9));
  }

  @Test
  void shouldKeepEventsWhoseIdentityIsZero() throws IOException {
    byte[] nobody =
        KernelEventCodec.encode(
            SemanticEvent.builder(0).agentVisibilityMask(0).agentRelevance(0).build());
    Files.write(kernel, Vectors.journalOf(List.of(nobody, nobody)));
    sync(config().build());
    assertThat(storedFromKernel()).containsExactly(nobody, nobody);
    assertThat(sync(config().build()).imported()).isZero();
  }

  @Test
  void shouldRefuseSettingsThatDoNotGoTogether() {
    assertThatThrownBy(() -> config().sink(kernel).build())
        .isInstanceOf(ConfigurationException.class);
    KernelBridgeConfig own = config().resyncInterval(Duration.ofSeconds(1)).build();
    try (SemanticJournal single =
        SemanticJournal.open(
            JournalConfig.builder(place).producerMode(ProducerMode.SINGLE).build())) {
      assertThatThrownBy(() -> KernelCompatibilityBridge.open(own, single))
          .isInstanceOf(ConfigurationException.class);
    }
    try (SemanticJournal dropping =
        SemanticJournal.open(
            JournalConfig.builder(place).overflowPolicy(OverflowPolicy.DROP_OLDEST).build())) {
      assertThatThrownBy(() -> KernelCompatibilityBridge.open(config().build(), dropping))
          .isInstanceOf(ConfigurationException.class);
    }
  }

  @Test
  void shouldFindItsPlaceWhenRetentionRemovedAllItImported() throws IOException {
    Files.write(kernel, Vectors.journalOf(Vectors.made(1, 20)));
    sync(config().build());
    try (SemanticJournal journal = open()) {
      for (int i = 0; i < 5_000; i++) {
        journal.emitEvent(SemanticEvent.builder(EventType.SYSTEM_SYNC).payload(noise(i)));
      }
    }
    try (var segments = Files.list(place)) {
      List<Path> sorted =
          segments.filter(file -> file.toString().endsWith(".semj")).sorted().toList();
      assertThat(sorted.size()).isGreaterThan(2);
      Files.delete(sorted.get(0));
    }
    Files.delete(place.resolve("kernel.mark"));
    Vectors.append(kernel, Vectors.made(20));
    assertThat(sync(config().build()).imported()).isEqualTo(1);
  }

  private static byte[] noise(int seed) {
    byte[] bytes = new byte[600];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @Test
  void shouldGiveBackWhatItExported() {
    Vectors.append(kernel, Vectors.journalOf(Vectors.made(1, 30)));
    sync(config().build());
    KernelExporter exporter =
        new KernelExporter(KernelOverflow.REFUSE, record -> true, (sequence, e) -> {});
    try (JournalReader reader = JournalReader.open(place, 1);
        KernelJournalWriter writer = KernelJournalWriter.create(sink)) {
      assertThat(exporter.run(reader, Long.MAX_VALUE, writer, 5)).isEqualTo(29);
      writer.force();
    }
    assertThat(sink).hasSameBinaryContentAs(kernel);
  }
}
