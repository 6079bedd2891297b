package io.semj.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.JournalConfig;
import io.semj.core.JournalReader;
import io.semj.core.SegmentIo;
import io.semj.core.SemanticJournal;
import io.semj.core.fixture.Crash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * A service works, creates checkpoints, and crashes, in any order: whenever it comes back, its
 * state from the newest good checkpoint and what followed is that of one that read everything.
 */
class RestoredStatePropertyTest {
  private static final int STEPS = 60;

  @Property(tries = 30)
  void shouldRestoreTheStateOfAServiceThatNeverCrashed(@ForAll long seed) throws IOException {
    Path temp = Files.createTempDirectory("semj-restored");
    try {
      run(temp, new Random(seed));
    } finally {
      delete(temp);
    }
  }

  private static void run(Path temp, Random random) throws IOException {
    Path directory = temp.resolve("0");
    SemanticJournal journal = open(directory, random);
    Ledger ledger = new Ledger();
    int life = 0;
    try {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(8)) {
          case 0 -> journal.createCheckpoint(ledger);
          case 1 -> damageNewest(directory, random);
          case 2 -> {
            life++;
            Path next = temp.resolve(Integer.toString(life));
            Crash.image(journal, next);
            journal.close();
            if (random.nextInt(4) == 0) {
              Files.createDirectories(next.resolve("checkpoints"));
              Files.write(next.resolve("checkpoints/left.tmp"), new byte[random.nextInt(400)]);
            }
            directory = next;
            journal = open(directory, random);
            ledger = restored(journal);
            assertThat(ledger.state()).isEqualTo(neverCrashed(directory).state());
          }
          default -> {
            for (int i = random.nextInt(200); i > 0; i--) {
              ledger.add(journal, random.nextInt(9), random.nextInt(100));
            }
          }
        }
      }
    } finally {
      journal.close();
    }
  }

  private static SemanticJournal open(Path directory, Random random) {
    return SemanticJournal.open(
        JournalConfig.builder(directory)
            .ringSize(128)
            .maxSegmentBytes(1 << 20)
            .batchSize(1 + random.nextInt(64))
            .segmentIo(random.nextBoolean() ? SegmentIo.MAPPED : SegmentIo.CHANNEL)
            .checkpointsKept(1 + random.nextInt(3))
            .build());
  }

  private static Ledger restored(SemanticJournal journal) {
    Ledger ledger = new Ledger();
    Optional<Checkpoint> newest = CheckpointStore.of(journal.config().directory()).newestGood();
    if (newest.isPresent()) {
      journal.recoverFromCheckpoint(newest.get(), ledger);
      return ledger;
    }
    return neverCrashed(journal.config().directory());
  }

  private static Ledger neverCrashed(Path directory) {
    Ledger ledger = new Ledger();
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      while (reader.poll(ledger, 1_000) > 0) {
        // all of it
      }
    }
    return ledger;
  }

  private static void damageNewest(Path directory, Random random) {
    List<Checkpoint> checkpoints = CheckpointStore.of(directory).list();
    if (!checkpoints.isEmpty()) {
      Checkpoint newest = checkpoints.get(0);
      int length = (int) CheckpointDescriptor.fileLength(newest.snapshotBytes());
      Crash.flipByte(newest.file(), random.nextInt(length));
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
