package io.semj.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.SegmentTotals;
import io.semj.format.ChainDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A checkpoint of format 1, made by another program from what docs/format.md says. It is read for
 * ever.
 */
class GoldenCheckpointTest {
  private static final String NAME = "00000000000000000007.semjc";

  @TempDir private Path journal;

  private static byte[] golden() throws IOException {
    try (InputStream in = GoldenCheckpointTest.class.getResourceAsStream("/golden/1.0/" + NAME)) {
      return in.readAllBytes();
    }
  }

  private static JournalPosition position() {
    byte[] digest = new byte[ChainDigest.LENGTH];
    for (int i = 0; i < digest.length; i++) {
      digest[i] = (byte) i;
    }
    return new JournalPosition(
        3, 8_192, 45, 21, ChainDigest.of(digest), new SegmentTotals(5, 45, -1_000, 2_000, 7_168));
  }

  @Test
  void shouldReadVersion1() throws IOException {
    Path file = journal.resolve("checkpoints").resolve(NAME);
    Files.createDirectories(file.getParent());
    Files.write(file, golden());
    CheckpointStore store = CheckpointStore.of(journal);
    Checkpoint checkpoint = store.newestGood().orElseThrow();
    assertThat(checkpoint)
        .isEqualTo(
            new Checkpoint(
                file,
                7,
                TestCheckpoints.JOURNAL,
                42,
                position(),
                1_700_000_000_123_456_789L,
                15,
                0));
    assertThat(TestCheckpoints.snapshot(store, checkpoint)).isEqualTo("the state at 42");
  }

  @Test
  void shouldWriteVersion1() throws IOException {
    Path before = journal.resolve("checkpoints").resolve("00000000000000000006.semjc");
    Files.createDirectories(before.getParent());
    Files.createFile(before);
    try (CheckpointWriter writer = CheckpointWriter.begin(journal, () -> {})) {
      writer.snapshot().write("the state at 42".getBytes(StandardCharsets.UTF_8));
      writer.seal(TestCheckpoints.JOURNAL, 42, position(), 1_700_000_000_123_456_789L);
      assertThat(Files.readAllBytes(writer.publish().file())).isEqualTo(golden());
    }
  }
}
