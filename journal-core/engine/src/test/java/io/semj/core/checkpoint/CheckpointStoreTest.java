package io.semj.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.fixture.Crash;
import io.semj.core.fixture.Events;
import io.semj.error.ChecksumMismatchException;
import io.semj.error.ConsistencyException;
import io.semj.error.CorruptionException;
import io.semj.error.ForeignFileException;
import io.semj.error.JournalException;
import io.semj.error.JournalNotFoundException;
import io.semj.error.UnsupportedFeatureException;
import io.semj.error.VersionMismatchException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading checkpoint files, good and damaged ones. */
class CheckpointStoreTest {
  @TempDir private Path journal;

  private CheckpointStore store() {
    return CheckpointStore.of(journal);
  }

  private static int size(Checkpoint checkpoint) {
    return (int) CheckpointDescriptor.fileLength(checkpoint.snapshotBytes());
  }

  /** Changes the header and makes its checksum right again. */
  private static void forge(Checkpoint checkpoint, int offset, int value) {
    byte[] header = Crash.read(checkpoint.file(), 0, CheckpointDescriptor.HEADER_LENGTH);
    ByteBuffer bytes = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
    CRC32C crc = new CRC32C();
    crc.update(header, 0, CheckpointDescriptor.CRC_OFFSET);
    bytes.putInt(CheckpointDescriptor.CRC_OFFSET, (int) crc.getValue());
    Crash.write(checkpoint.file(), 0, header);
  }

  @Test
  void shouldBeEmptyForAJournalWithoutCheckpoints() {
    assertThat(store().list()).isEmpty();
    assertThat(store().newestGood()).isEmpty();
    assertThat(store().damaged()).isEmpty();
    assertThat(store().find(1)).isEmpty();
    assertThat(store().find(-1)).isEmpty();
  }

  @Test
  void shouldListWhatWasWrittenTheNewestFirst() {
    Checkpoint first = TestCheckpoints.write(journal, 10, "ten");
    Checkpoint second = TestCheckpoints.write(journal, 20, "twenty");
    assertThat(store().list()).containsExactly(second, first);
    assertThat(first.file())
        .isEqualTo(journal.resolve("checkpoints").resolve("00000000000000000001.semjc"));
    assertThat(first.id()).isEqualTo(1);
    assertThat(first.journalId()).isEqualTo(TestCheckpoints.JOURNAL);
    assertThat(first.sequence()).isEqualTo(10);
    assertThat(first.position()).isEqualTo(TestCheckpoints.position(10));
    assertThat(first.createdNanos()).isEqualTo(1_234_567_900L);
    assertThat(first.snapshotBytes()).isEqualTo(3);
    assertThat(store().newestGood()).contains(second);
    assertThat(store().newestGood(checkpoint -> checkpoint.sequence() < 20)).contains(first);
    assertThat(store().find(1)).contains(first);
    assertThat(store().find(3)).isEmpty();
    assertThat(TestCheckpoints.snapshot(store(), first)).isEqualTo("ten");
  }

  @Test
  void shouldIgnoreFilesThatAreNoCheckpointsByName() throws IOException {
    Checkpoint checkpoint = TestCheckpoints.write(journal, 1, "x");
    Path directory = checkpoint.file().getParent();
    Files.writeString(directory.resolve("readme.txt"), "hello");
    Files.writeString(directory.resolve("1.semjc"), "no");
    Files.writeString(directory.resolve("00000000000000000002.semj"), "no");
    assertThat(store().list()).containsExactly(checkpoint);
    assertThat(store().damaged()).isEmpty();
  }

  @Test
  void shouldFindDamageInEveryByteAndFallBackToTheCheckpointBefore() {
    Checkpoint older = TestCheckpoints.write(journal, 10, "the state at ten");
    Checkpoint newer = TestCheckpoints.write(journal, 20, "the state at twenty");
    for (int position = 0; position < size(newer); position++) {
      Crash.flipByte(newer.file(), position);
      assertThat(store().newestGood()).as("byte %s", position).contains(older);
      assertThat(store().damaged())
          .as("byte %s", position)
          .extracting(DamagedCheckpoint::file)
          .containsExactly(newer.file());
      assertThatThrownBy(() -> store().openSnapshot(newer)).isInstanceOf(JournalException.class);
      Crash.flipByte(newer.file(), position);
    }
    assertThat(store().newestGood()).contains(newer);
    assertThat(store().damaged()).isEmpty();
  }

  @Test
  void shouldFindACheckpointCutAtAnyLengthAndFallBackToTheOneBefore() throws IOException {
    Checkpoint older = TestCheckpoints.write(journal, 10, "the state at ten");
    Checkpoint newer = TestCheckpoints.write(journal, 20, "the state at twenty");
    byte[] whole = Files.readAllBytes(newer.file());
    for (int length = whole.length - 1; length >= 0; length--) {
      Crash.truncate(newer.file(), length);
      assertThat(store().list()).as("length %s", length).containsExactly(older);
      assertThat(store().newestGood()).contains(older);
      assertThat(store().damaged()).hasSize(1);
      assertThat(store().damaged().get(0).reason())
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining(newer.file().toString())
          .hasMessageContaining("position=" + length);
    }
    Files.write(newer.file(), new byte[0]);
    assertThat(store().newestGood()).contains(older);
  }

  @Test
  void shouldRefuseBytesBehindTheEnd() throws IOException {
    Checkpoint checkpoint = TestCheckpoints.write(journal, 10, "ten");
    Crash.write(checkpoint.file(), size(checkpoint), new byte[1]);
    assertThatThrownBy(() -> store().find(1))
        .isInstanceOf(CorruptionException.class)
        .hasMessage(
            "checkpoint has another length: expectedSnapshotBytes=3, actual=4, file="
                + checkpoint.file()
                + ", position=292");
  }

  @Test
  void shouldSayWhatIsWrong() {
    Checkpoint checkpoint = TestCheckpoints.write(journal, 10, "ten");
    byte[] whole = Crash.read(checkpoint.file(), 0, size(checkpoint));

    forge(checkpoint, CheckpointDescriptor.MAGIC_OFFSET, 1);
    assertThatThrownBy(() -> store().find(1))
        .isInstanceOf(ForeignFileException.class)
        .hasMessageContaining("expected=0x434d4553, actual=0x00000001");
    Crash.write(checkpoint.file(), 0, whole);

    forge(checkpoint, CheckpointDescriptor.VERSION_OFFSET, 2);
    assertThatThrownBy(() -> store().find(1))
        .isInstanceOf(VersionMismatchException.class)
        .hasMessageContaining("expected=1, actual=2");
    assertThat(store().newestGood()).isEmpty();
    Crash.write(checkpoint.file(), 0, whole);

    forge(checkpoint, CheckpointDescriptor.FLAGS_OFFSET, 1 << 16);
    assertThatThrownBy(() -> store().find(1))
        .isInstanceOf(UnsupportedFeatureException.class)
        .hasMessageContaining("flags=10000");
    Crash.write(checkpoint.file(), 0, whole);

    Crash.flipByte(checkpoint.file(), CheckpointDescriptor.SEQUENCE_OFFSET);
    assertThatThrownBy(() -> store().find(1))
        .isInstanceOf(ChecksumMismatchException.class)
        .hasMessageContaining("checkpoint header is damaged: file=" + checkpoint.file());
    Crash.write(checkpoint.file(), 0, whole);

    forge(checkpoint, CheckpointDescriptor.ID_OFFSET, 7);
    assertThatThrownBy(() -> store().find(1))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("checkpoint has another's id: expected=1, actual=7");
  }

  @Test
  void shouldReadOnWithCompatibleFlagsThatItDoesNotKnow() {
    Checkpoint checkpoint = TestCheckpoints.write(journal, 10, "ten");
    forge(checkpoint, CheckpointDescriptor.FLAGS_OFFSET, 1);
    assertThat(store().find(1)).contains(checkpoint);
    // The header is in the digest too, so nobody can set a flag afterwards.
    assertThat(store().newestGood()).isEmpty();
  }

  @Test
  void shouldNotTakeAForgedHeaderWithARightChecksum() {
    Checkpoint checkpoint = TestCheckpoints.write(journal, 10, "ten");
    forge(checkpoint, CheckpointDescriptor.SEQUENCE_OFFSET, 11);
    assertThat(store().list()).hasSize(1);
    assertThat(store().newestGood()).isEmpty();
    assertThat(store().damaged().get(0).reason())
        .hasMessageContaining("its SHA-256 is another one");
  }

  @Test
  void shouldRefuseACheckpointWhoseFileHoldsAnotherOneNow() {
    Checkpoint checkpoint = TestCheckpoints.write(journal, 10, "ten");
    forge(checkpoint, CheckpointDescriptor.SEQUENCE_OFFSET, 11);
    assertThatThrownBy(() -> store().verify(checkpoint))
        .isInstanceOf(ConsistencyException.class)
        .hasMessageStartingWith("file holds another checkpoint now: ");
  }

  @Test
  void shouldSayThatACheckpointIsGone() throws IOException {
    Checkpoint checkpoint = TestCheckpoints.write(journal, 10, "ten");
    Files.delete(checkpoint.file());
    assertThatThrownBy(() -> store().openSnapshot(checkpoint))
        .isInstanceOf(JournalNotFoundException.class);
  }

  @Test
  void shouldReadASnapshotToItsEndThoughTheCheckpointIsDeleted() throws IOException {
    byte[] state = Events.bytes(5, 300_000);
    Checkpoint checkpoint = TestCheckpoints.write(journal, 10, state);
    try (InputStream snapshot = store().openSnapshot(checkpoint)) {
      Files.delete(checkpoint.file());
      assertThat(snapshot.read()).isEqualTo(state[0] & 0xFF);
      assertThat(snapshot.skip(99_999)).isPositive();
      byte[] rest = snapshot.readAllBytes();
      assertThat(rest)
          .isEqualTo(java.util.Arrays.copyOfRange(state, state.length - rest.length, state.length));
      assertThat(snapshot.read()).isEqualTo(-1);
      assertThat(snapshot.read(new byte[1], 0, 1)).isEqualTo(-1);
      assertThat(snapshot.read(new byte[0], 0, 0)).isZero();
    }
  }

  @Test
  void shouldCallADirectoryWithACheckpointsNameUnusable() throws IOException {
    Checkpoint checkpoint = TestCheckpoints.write(journal, 10, "ten");
    Files.createDirectory(checkpoint.file().resolveSibling("00000000000000000002.semjc"));
    assertThat(store().newestGood()).contains(checkpoint);
    assertThat(store().damaged()).hasSize(1);
  }
}
