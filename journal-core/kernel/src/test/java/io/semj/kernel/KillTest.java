package io.semj.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.JournalConfig;
import io.semj.core.JournalReader;
import io.semj.core.SemanticJournal;
import io.semj.core.fixture.ChildJvm;
import io.semj.event.KernelEventCodec;
import io.semj.event.KernelEventDecoder;
import io.semj.event.SemanticEvent;
import io.semj.event.UserspaceFlags;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that synchronises is killed again and again, at any moment. */
@Timeout(300)
class KillTest {
  private static final int KILLS = 8;
  private static final int BATCH = 400;
  private static final long SEED = 20_261_121;

  @TempDir private Path directory;

  @Test
  void shouldHaveEveryKernelEventOnceAndEveryExportOnceHoweverOftenItIsKilled() {
    Path kernel = directory.resolve("kernel");
    Path place = directory.resolve("journal");
    Path sink = directory.resolve("exported");
    Random random = new Random(SEED);
    Vectors.append(kernel, Vectors.journalOf(List.of()));
    int made = 1;
    for (int kill = 0; kill < KILLS; kill++) {
      try (ChildJvm child = ChildJvm.start(SyncUntilKilled.class, kernel, place, sink)) {
        assertThat(child.readLine()).as("it runs").isNotNull();
        Vectors.append(kernel, Vectors.joined(Vectors.made(made, made + BATCH)));
        made += BATCH;
        LockSupport.parkNanos(random.nextInt((int) TimeUnit.MILLISECONDS.toNanos(40)));
        child.kill();
      }
    }
    finish(kernel, place, sink);

    assertThat(imported(place)).containsExactlyElementsOf(Vectors.made(1, made));
    assertThat(exported(sink)).isEqualTo(flagged(place));
  }

  private static void finish(Path kernel, Path place, Path sink) {
    KernelBridgeConfig config = KernelBridgeConfig.builder().source(kernel).sink(sink).build();
    try (SemanticJournal journal = SemanticJournal.open(JournalConfig.builder(place).build());
        KernelCompatibilityBridge bridge = KernelCompatibilityBridge.open(config, journal)) {
      bridge.syncWithKernel();
    }
  }

  private static List<byte[]> imported(Path place) {
    List<byte[]> events = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(place, 1)) {
      for (SemanticEvent event = reader.next(); event != null; event = reader.next()) {
        if ((event.userspaceFlags() & UserspaceFlags.FROM_KERNEL) != 0) {
          events.add(KernelEventCodec.encode(event));
        }
      }
    }
    return events;
  }

  private static List<Long> flagged(Path place) {
    List<Long> events = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(place, 1)) {
      for (SemanticEvent event = reader.next(); event != null; event = reader.next()) {
        if ((event.userspaceFlags() & UserspaceFlags.REQUIRES_KERNEL_SYNC) != 0) {
          events.add(event.eventId());
        }
      }
    }
    return events;
  }

  private static List<Long> exported(Path sink) {
    List<Long> events = new ArrayList<>();
    KernelEventDecoder decoder = new KernelEventDecoder();
    try (KernelJournal journal = KernelJournal.open(sink).untilEnd()) {
      while (journal.next(decoder)) {
        events.add(decoder.record().eventId());
      }
    }
    return events;
  }
}
