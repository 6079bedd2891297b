package io.semj.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.fixture.Crash;
import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.Events;
import io.semj.core.fixture.LeftRing;
import io.semj.core.ring.SlotSizes;
import io.semj.event.SemanticEvent;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that fit their slots, those that have a place aside, and larger ones. */
class RecordPlacesTest {
  private static final int LONGEST_PAYLOAD = 1_300;

  @TempDir private Path directory;
  @TempDir private Path rings;

  private static void assertAll(List<SemanticEvent> events, int from) {
    assertThat(events).hasSize(LONGEST_PAYLOAD + from);
    for (int length = 0; length < LONGEST_PAYLOAD; length++) {
      SemanticEvent event = events.get(from + length);
      assertThat(event.sequence()).isEqualTo(from + length + 1L);
      assertThat(event.payload()).isEqualTo(Events.bytes(length, length));
    }
  }

  private static void emitEachLength(SemanticJournal journal) {
    for (int length = 0; length < LONGEST_PAYLOAD; length++) {
      journal.emitEvent(Events.large(length, length));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "256, PRIVATE",
    "512, PRIVATE",
    "1024, PRIVATE",
    "2048, SURVIVING",
    "1024, SURVIVING"
  })
  void shouldWriteRecordsOfEachLengthWhereverTheyWait(int slotBytes, RingPlacement placement) {
    JournalConfig config =
        JournalConfig.builder(directory)
            .ringSize(64)
            .slotBytes(slotBytes)
            .batchSize(16)
            .ringPlacement(placement)
            .build();
    try (SemanticJournal journal = SemanticJournal.open(config)) {
      emitEachLength(journal);
    }
    assertAll(DiskView.events(directory), 0);
  }

  @Test
  void shouldFindRecordsOfEachLengthInARingThatWasLeft() {
    JournalConfigBuilder config = LeftRing.config(directory, rings).ringSize(2_048);
    LeftRing.leave(config, RecordPlacesTest::emitEachLength);
    Crash.reopen(config.build());
    assertAll(DiskView.events(directory), 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 512, 1_024, 65_536})
  void shouldHaveAPlaceForRecordsUpToTheBytesOfASlotLessItsHeader(int slotBytes) {
    SlotSizes sizes = SlotSizes.of(64, slotBytes);
    assertThat(sizes.longestRecord()).isEqualTo(slotBytes - 32);
    assertThat(sizes.stride()).isEqualTo(Math.min(slotBytes, 320));
    assertThat(sizes.bytes()).isEqualTo(64L * (slotBytes > 320 ? 320 + slotBytes : slotBytes));
  }
}
