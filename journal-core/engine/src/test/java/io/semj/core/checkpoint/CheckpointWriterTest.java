package io.semj.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.fixture.Events;
import io.semj.error.InsufficientSpaceException;
import io.semj.error.StorageIoException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writing checkpoint files, to the end and not. */
class CheckpointWriterTest {
  @TempDir private Path journal;

  private CheckpointStore store() {
    return CheckpointStore.of(journal);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(journal.resolve("checkpoints"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 200_000, 1 << 20})
  void shouldGiveBackWhatWasWritten(int length) throws IOException {
    byte[] state = Events.bytes(length, length);
    Checkpoint checkpoint = TestCheckpoints.write(journal, 9, state);
    assertThat(checkpoint.snapshotBytes()).isEqualTo(length);
    try (var in = store().openSnapshot(checkpoint)) {
      assertThat(in.readAllBytes()).isEqualTo(state);
    }
  }

  @Test
  void shouldTakeBytesOneByOneAndInPieces() throws IOException {
    byte[] state = Events.bytes(3, 70_000);
    try (CheckpointWriter writer = CheckpointWriter.begin(journal, () -> {})) {
      OutputStream out = writer.snapshot();
      for (int i = 0; i < 100; i++) {
        out.write(state[i]);
      }
      out.write(state, 100, 0);
      out.write(state, 100, 65_436);
      out.flush();
      out.write(state[65_536]);
      out.write(state, 65_537, state.length - 65_537);
      out.close();
      writer.seal(TestCheckpoints.JOURNAL, 1, TestCheckpoints.position(1), 1);
      Checkpoint checkpoint = writer.publish();
      assertThat(store().newestGood()).contains(checkpoint);
      try (var in = store().openSnapshot(checkpoint)) {
        assertThat(in.readAllBytes()).isEqualTo(state);
      }
    }
  }

  @Test
  void shouldEndInTheDigestOfSnapshotAndHeader() throws IOException, NoSuchAlgorithmException {
    Checkpoint checkpoint = TestCheckpoints.write(journal, 9, "state");
    byte[] file = Files.readAllBytes(checkpoint.file());
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    sha.update(file, 256, 5);
    sha.update(file, 0, 256);
    assertThat(Arrays.copyOfRange(file, 261, file.length)).isEqualTo(sha.digest());
  }

  @Test
  void shouldNotBeSeenBeforeItIsPublished() throws IOException {
    try (CheckpointWriter writer = CheckpointWriter.begin(journal, () -> {})) {
      writer.snapshot().write(new byte[100_000]);
      writer.seal(TestCheckpoints.JOURNAL, 1, TestCheckpoints.position(1), 1);
      assertThat(store().list()).isEmpty();
      assertThat(store().damaged()).isEmpty();
      assertThat(files()).hasSize(1).allMatch(name -> name.endsWith(".tmp"));
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void shouldDeleteWhatOthersLeftUnfinished() throws IOException {
    TestCheckpoints.write(journal, 1, "one");
    Path leftover = journal.resolve("checkpoints").resolve("somebody-elses.tmp");
    Files.writeString(leftover, "half a che");
    TestCheckpoints.write(journal, 2, "two");
    assertThat(files()).containsExactly("00000000000000000001.semjc", "00000000000000000002.semjc");
  }

  @Test
  void shouldNeverGiveTheIdOfADamagedCheckpointAgain() throws IOException {
    Checkpoint checkpoint = TestCheckpoints.write(journal, 1, "one");
    Files.write(checkpoint.file(), new byte[3]);
    assertThat(TestCheckpoints.write(journal, 2, "two").id()).isEqualTo(2);
  }

  @Test
  void shouldFailForGoodOnceItMayNotGoOn() throws IOException {
    AtomicInteger left = new AtomicInteger(1);
    InsufficientSpaceException full = new InsufficientSpaceException("no space: directory=d");
    try (CheckpointWriter writer =
        CheckpointWriter.begin(
            journal,
            () -> {
              if (left.getAndDecrement() == 0) {
                throw full;
              }
            })) {
      OutputStream out = writer.snapshot();
      assertThatThrownBy(() -> out.write(new byte[200_000]))
          .isInstanceOf(IOException.class)
          .hasCause(full);
      assertThat(writer.failure()).isSameAs(full);
      assertThatThrownBy(() -> out.write(1)).isInstanceOf(IOException.class).hasCause(full);
      assertThatThrownBy(out::flush).isInstanceOf(IOException.class);
      assertThatThrownBy(
              () -> writer.seal(TestCheckpoints.JOURNAL, 1, TestCheckpoints.position(1), 1))
          .isSameAs(full);
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void shouldRefuseBytesBehindTheSnapshotsEnd() throws IOException {
    OutputStream kept;
    try (CheckpointWriter writer = CheckpointWriter.begin(journal, () -> {})) {
      kept = writer.snapshot();
      kept.close();
      assertThatThrownBy(() -> kept.write(1))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("snapshot is complete: file=");
    }
  }

  @Test
  void shouldWriteToTheEndOnAnInterruptedThread() throws IOException {
    byte[] state = Events.bytes(8, 300_000);
    Thread.currentThread().interrupt();
    try {
      Checkpoint checkpoint = TestCheckpoints.write(journal, 1, state);
      assertThat(Thread.interrupted()).isTrue();
      try (var in = store().openSnapshot(checkpoint)) {
        assertThat(in.readAllBytes()).isEqualTo(state);
      }
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void shouldWriteToTheEndWhileItIsInterruptedAgainAndAgain() throws IOException {
    byte[] state = Events.bytes(8, 8 << 20);
    Thread writing = Thread.currentThread();
    Thread interrupting =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                writing.interrupt();
              }
            });
    interrupting.setDaemon(true);
    interrupting.start();
    try {
      Checkpoint checkpoint = TestCheckpoints.write(journal, 1, state);
      interrupting.interrupt();
      joinUninterrupted(interrupting);
      Thread.interrupted();
      assertThat(store().newestGood()).contains(checkpoint);
      assertThat(store().damaged()).isEmpty();
    } finally {
      interrupting.interrupt();
      joinUninterrupted(interrupting);
      Thread.interrupted();
    }
  }

  private static void joinUninterrupted(Thread thread) {
    while (thread.isAlive()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldSayThatThereIsNoPlaceForCheckpoints() throws IOException {
    Files.writeString(journal.resolve("checkpoints"), "a file");
    assertThatThrownBy(() -> CheckpointWriter.begin(journal, () -> {}))
        .isInstanceOf(StorageIoException.class)
        .hasMessageContaining("checkpoints");
    assertThat(store().list()).isEmpty();
  }
}
