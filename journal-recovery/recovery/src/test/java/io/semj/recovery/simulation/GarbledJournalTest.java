package io.semj.recovery.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.JournalReader;
import io.semj.error.JournalException;
import io.semj.event.SemanticEvent;
import io.semj.recovery.IntegrityVerifier;
import io.semj.recovery.JournalRecovery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Journals whose files are garbled anywhere: whoever looks gets what was emitted or an error of
 * ours, never another event and never another exception.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class GarbledJournalTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int EMISSIONS = 15;
  private static final int VARIANTS = 12;

  private static DiskImage journal(Dice dice, Promises promises) {
    SimulatedFileSystem system =
        SimulatedFileSystem.of(DiskImage.empty(), FaultPlan.none(), new Dice(dice.seed()));
    new JournalLife(system, dice, promises, PATIENCE).live(EMISSIONS);
    DiskImage closed = system.disk().asSeen();
    return dice.chance(0.5) ? closed : crashed(closed, dice, promises);
  }

  private static DiskImage crashed(DiskImage closed, Dice dice, Promises promises) {
    FaultPlan plan = FaultPlan.powerCutAt(10 + dice.below(30));
    SimulatedFileSystem system = SimulatedFileSystem.of(closed, plan, new Dice(dice.seed()));
    new JournalLife(system, dice, promises, PATIENCE).live(EMISSIONS);
    return system.disk().asSeen();
  }

  private static DiskImage garbled(DiskImage journal, Dice dice) {
    List<String> files =
        journal.files().keySet().stream()
            .filter(name -> journal.files().get(name).filter(f -> f.size() > 0).isPresent())
            .toList();
    String name = dice.oneOf(files);
    byte[] bytes = journal.files().get(name).orElseThrow().bytes();
    for (int changes = 1 + dice.below(3); changes > 0; changes--) {
      bytes = change(bytes, dice);
    }
    return journal.with(name, bytes);
  }

  private static byte[] change(byte[] bytes, Dice dice) {
    // Heads and first blocks are where most of the structure is.
    int reach = dice.chance(0.5) ? Math.min(bytes.length, 1_200) : bytes.length;
    if (reach == 0) {
      return bytes;
    }
    int at = dice.below(reach);
    switch (dice.below(4)) {
      case 0 -> bytes[at] ^= (byte) (1 << dice.below(8));
      case 1 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 8), (byte) dice.below(256));
      case 2 -> System.arraycopy(bytes, at / 2, bytes, at, Math.min(64, reach - at));
      default -> {
        return Arrays.copyOf(bytes, at);
      }
    }
    return bytes;
  }

  private static void read(Path directory, Map<Long, Long> emitted) {
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      for (SemanticEvent event = reader.next(); event != null; event = reader.next()) {
        assertThat(emitted).containsKey(event.sequence());
        NumberedEvents.assertIs(emitted.get(event.sequence()), event);
      }
    } catch (JournalException refused) {
      assertThat(refused).hasMessageMatching("(?s).{10,}");
    }
  }

  private static void look(Path directory) {
    assertThat(new IntegrityVerifier(directory).verify()).isNotNull();
    try {
      assertThat(JournalRecovery.of(directory).inspect()).isNotNull();
    } catch (JournalException refused) {
      assertThat(refused).hasMessageMatching("(?s).{10,}");
    }
  }

  private static void check(DiskImage garbled, Dice dice, Map<Long, Long> emitted) {
    SimulatedFileSystem system =
        SimulatedFileSystem.of(garbled, FaultPlan.none(), new Dice(dice.seed()));
    Path directory = system.getPath(JournalLife.DIRECTORY);
    read(directory, emitted);
    look(directory);
    new JournalLife(system, dice, new Promises(), PATIENCE).live(0); // throws what is not ours
    read(directory, emitted);
  }

  @Test
  void shouldGiveWhatWasEmittedOrRefuse() {
    Seeds.forEach(
        25,
        seed -> {
          Dice dice = new Dice(seed);
          Promises promises = new Promises();
          DiskImage journal = journal(dice, promises);
          for (int variant = 0; variant < VARIANTS; variant++) {
            check(garbled(journal, dice), dice, promises.numbers());
          }
        });
  }
}
