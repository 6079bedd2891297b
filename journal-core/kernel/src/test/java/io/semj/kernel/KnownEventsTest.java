package io.semj.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.JournalConfig;
import io.semj.core.SemanticJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownEventsTest {
  private static final long HOUR = Duration.ofHours(1).toNanos();

  @TempDir private Path directory;
  private ResumePoint last;

  @BeforeEach
  void setUp() {
    last = ResumePoint.NOTHING;
  }

  /** Imports all that a device gives from its beginning, as much at a time as arrives. */
  private long importFrom(byte[] device, int step, long clockOffset) {
    long imported = 0;
    KnownEvents known = KnownEvents.ofDevice();
    JournalConfig config = JournalConfig.builder(directory.resolve("journal")).build();
    try (SemanticJournal journal = SemanticJournal.open(config);
        KernelJournal source =
            new KernelJournal(directory.resolve("device"), new TrickledInput(device, step))) {
      KernelImporter importer =
          new KernelImporter(journal, new KernelConverter(KernelOverflow.REFUSE));
      while (!source.isAtEnd()) {
        long now = importer.run(source, last, clockOffset, known);
        last = now > 0 ? importer.last() : last;
        imported += now;
      }
    }
    return imported;
  }

  /** The times of these events go back and forth. */
  @Test
  void shouldImportNothingAgainHoweverSlowlyADeviceGivesIt() {
    byte[] device = Vectors.journal();
    assertThat(importFrom(device, device.length, 0)).isEqualTo(Vectors.COUNT);
    for (int step : List.of(1_000, 20_000, 64 << 10, device.length)) {
      assertThat(importFrom(device, step, 0)).as("bytes at a time: %d", step).isZero();
    }
  }

  @Test
  void shouldImportWhatFollowsTheKnownEventsHoweverSlowlyItComes() {
    importFrom(Vectors.journalOf(Vectors.made(1, 10)), 1_000, 0);
    byte[] longer = Vectors.journalOf(Vectors.made(1, 15));
    assertThat(importFrom(longer, 1_000, 0)).isEqualTo(5);
    assertThat(importFrom(longer, longer.length, 0)).isZero();
  }

  @Test
  void shouldImportAllOfADeviceThatBeginsLaterThanItEnded() {
    importFrom(Vectors.journalOf(Vectors.made(100, 120)), 1_000, 0);
    byte[] rebooted = Vectors.journalOf(Vectors.made(1, 4));
    assertThat(importFrom(rebooted, 1_000, 0)).as("not later").isZero();
    assertThat(importFrom(rebooted, 1_000, HOUR)).as("an hour later").isEqualTo(3);
  }
}
