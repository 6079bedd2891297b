package io.semj.core.checkpoint;

import io.semj.core.fixture.Events;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentTotals;
import io.semj.format.ChainDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

/** Checkpoint files of a journal that is not there. */
final class TestCheckpoints {
  static final UUID JOURNAL = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

  private TestCheckpoints() {}

  static JournalPosition position(long sequence) {
    return new JournalPosition(
        3,
        4_096,
        sequence,
        21,
        ChainDigest.of(Events.bytes(sequence, ChainDigest.LENGTH)),
        new SegmentTotals(5, 50, 1_000, 2_000, 1_024));
  }

  static Checkpoint write(Path journal, long sequence, String snapshot) {
    return write(journal, sequence, snapshot.getBytes(StandardCharsets.UTF_8));
  }

  static Checkpoint write(Path journal, long sequence, byte[] snapshot) {
    try (CheckpointWriter writer = CheckpointWriter.begin(journal, () -> {})) {
      writer.snapshot().write(snapshot);
      writer.seal(JOURNAL, sequence, position(sequence), 1_234_567_890L + sequence);
      return writer.publish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The whole of a snapshot as text. */
  static String snapshot(CheckpointStore store, Checkpoint checkpoint) {
    try (var in = store.openSnapshot(checkpoint)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
