package io.semj.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.checksum.Crc32c;
import io.semj.index.IndexFileHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexVerifierTest {
  private static final int BODY_CHECKSUM = 184;
  private static final int HEADER_CHECKSUM = 188;

  @TempDir Path directory;

  @BeforeEach
  void fill() {
    new RandomJournal(5).fill(directory, 600);
    try (JournalQueries queries = JournalQueries.open(directory, JournalQueries.UserKeys.NONE)) {
      queries.queryEventsBySequence(1, 1, 1);
    }
  }

  private Path firstIndex() {
    return directory.resolve(IndexFiles.DIRECTORY).resolve("00000000000000000001.semx");
  }

  @Test
  void shouldFindIndexesSoundThatAgreeWithTheirSegments() {
    IndexVerifier.Report report = IndexVerifier.verify(directory);

    assertThat(report.problems()).isEmpty();
    assertThat(report.sound()).isEqualTo(3);
    assertThat(report.stale()).isZero();
  }

  @Test
  void shouldFindDamage() throws IOException {
    byte[] bytes = Files.readAllBytes(firstIndex());
    bytes[bytes.length - 1] ^= 1;
    Files.write(firstIndex(), bytes);

    IndexVerifier.Report report = IndexVerifier.verify(directory);

    assertThat(report.sound()).isEqualTo(2);
    assertThat(report.problems()).hasSize(1);
    assertThat(report.problems().get(0).file()).isEqualTo(firstIndex());
    assertThat(report.problems().get(0).what()).contains("index is damaged");
  }

  @Test
  void shouldFindAnIndexThatIsWholeAndLies() throws IOException {
    ByteBuffer file =
        ByteBuffer.wrap(Files.readAllBytes(firstIndex())).order(ByteOrder.LITTLE_ENDIAN);
    int sequence = IndexFileHeader.LENGTH + 24; // of the second block
    file.putInt(sequence, file.getInt(sequence) + 1);
    byte[] bytes = new byte[file.limit()];
    file.get(0, bytes);
    file.putInt(
        BODY_CHECKSUM,
        Crc32c.of(bytes, IndexFileHeader.LENGTH, bytes.length - IndexFileHeader.LENGTH));
    file.get(0, bytes);
    file.putInt(HEADER_CHECKSUM, Crc32c.of(bytes, 0, HEADER_CHECKSUM));
    file.get(0, bytes);
    Files.write(firstIndex(), bytes);

    IndexVerifier.Report report = IndexVerifier.verify(directory);

    assertThat(report.problems()).hasSize(1);
    assertThat(report.problems().get(0).what())
        .contains("index disagrees with its segment")
        .contains("block 1");
  }

  @Test
  void shouldCallAnIndexOfAnotherSegmentStale() throws IOException {
    Files.copy(
        directory.resolve(IndexFiles.DIRECTORY).resolve("00000000000000000201.semx"),
        firstIndex(),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    IndexVerifier.Report report = IndexVerifier.verify(directory);

    assertThat(report.stale()).isEqualTo(1);
    assertThat(report.problems()).isEmpty();
  }
}
