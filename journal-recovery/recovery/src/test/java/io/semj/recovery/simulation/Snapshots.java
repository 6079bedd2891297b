package io.semj.recovery.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.checkpoint.Checkpoint;
import io.semj.core.checkpoint.CheckpointStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;

/** Snapshots whose whole content follows from the sequence they were made at. */
final class Snapshots {
  private static final int LARGEST = 20_000;

  private Snapshots() {}

  static long write(OutputStream out, long sequence) throws IOException {
    out.write(content(sequence));
    return sequence;
  }

  private static byte[] content(long sequence) {
    Random random = new Random(sequence);
    byte[] bytes = new byte[random.nextInt(LARGEST)];
    random.nextBytes(bytes);
    return bytes;
  }

  /**
   * That every checkpoint is whole and of events that are there, and that the last one that was
   * created is.
   */
  static void assertKeptBy(Path directory, long promised, long lastEvent) {
    CheckpointStore store = CheckpointStore.of(directory);
    assertThat(store.damaged()).as("damaged checkpoints").isEmpty();
    Optional<Checkpoint> newest = store.newestGood();
    assertThat(newest.map(Checkpoint::sequence).orElse(0L))
        .as("sequence of the newest checkpoint")
        .isBetween(promised, lastEvent);
    for (Checkpoint checkpoint : store.list()) {
      try (InputStream snapshot = store.openSnapshot(checkpoint)) {
        assertThat(snapshot.readAllBytes()).isEqualTo(content(checkpoint.sequence()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
