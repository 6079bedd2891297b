package io.semj.core.storage;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.fixture.Events;
import io.semj.core.storage.Quarantine.Why;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantineTest {
  private static final int SIZE = (3 << 19) + 24;

  @TempDir private Path temp;
  private JournalDirectory directory;
  private Quarantine quarantine;
  private byte[] bytes;
  private Path file;

  @BeforeEach
  void setUp() throws IOException {
    directory = JournalDirectory.existing(temp);
    quarantine = new Quarantine(directory);
    bytes = Events.bytes(7, SIZE);
    file = Files.write(temp.resolve("a \"file\""), bytes);
  }

  @Test
  void shouldMoveAFileAndTellItWithItsDigest() throws Exception {
    Path aside = quarantine.move(file, new Why("damaged", 5, 9));

    assertThat(file).doesNotExist();
    assertThat(aside).hasBinaryContent(bytes);
    assertThat(QuarantineManifest.lines(directory))
        .singleElement()
        .asString()
        .contains(
            "\"reason\":\"damaged\",\"file\":\"a \\\"file\\\"\",\"original\":\"a \\\"file\\\"\","
                + "\"position\":0,\"length\":"
                + SIZE
                + ",\"first_sequence\":5,\"last_sequence\":9,\"sha256\":\""
                + sha(bytes, 0, SIZE)
                + "\"}");
  }

  @Test
  void shouldCopyAPartAndLeaveTheFileAlone() throws Exception {
    Path aside;
    try (FileChannel channel = FileChannel.open(file)) {
      aside = quarantine.copy(channel, "original", 100, SIZE - 50, new Why("torn", 3, 0));
    }

    assertThat(file).hasBinaryContent(bytes);
    assertThat(aside).hasFileName("original.100.torn").hasSize(SIZE - 150);
    assertThat(QuarantineManifest.lines(directory))
        .singleElement()
        .asString()
        .contains("\"position\":100,", sha(bytes, 100, SIZE - 150));
  }

  @Test
  void shouldNeverPutAFileOverAnotherOfItsName() throws IOException {
    quarantine.move(file, new Why("first", 0, 0));
    Files.write(file, new byte[] {1});
    Path second = quarantine.move(file, new Why("second", 0, 0));

    assertThat(second).hasFileName("a \"file\".1").hasBinaryContent(new byte[] {1});
    assertThat(QuarantineManifest.lines(directory)).hasSize(2);
  }

  @Test
  void shouldNotLoseAnEntryBehindOneThatACrashLeftHalfWritten() throws IOException {
    quarantine.move(file, new Why("first", 0, 0));
    Path manifest = temp.resolve("quarantine").resolve(QuarantineManifest.FILE);
    Files.writeString(manifest, "{\"time\":\"2026", APPEND);
    Files.write(file, new byte[] {1});
    quarantine.move(file, new Why("second", 0, 0));

    assertThat(QuarantineManifest.lines(directory)).hasSize(2);
    assertThat(QuarantineManifest.lines(directory).get(1)).contains("second");
  }

  @Test
  void shouldPassOverWhatIsDamagedInTheManifest() throws IOException {
    quarantine.move(file, new Why("first", 0, 0));
    Path manifest = temp.resolve("quarantine").resolve(QuarantineManifest.FILE);
    Files.write(manifest, new byte[] {(byte) 0xC3, 0x28, (byte) 0xFF, '}', '\n', '}'}, APPEND);
    Files.write(file, new byte[] {1});
    quarantine.move(file, new Why("second", 0, 0));

    assertThat(QuarantineManifest.lines(directory)).hasSize(2);
    assertThat(QuarantineManifest.lines(directory).get(0)).contains("first");
    assertThat(QuarantineManifest.lines(directory).get(1)).contains("second");
  }

  @Test
  void shouldCountTheBytesOfAllItsFiles() throws IOException {
    assertThat(quarantine.bytes()).isZero();
    quarantine.move(file, new Why("first", 0, 0));
    long manifest = Files.size(temp.resolve("quarantine").resolve(QuarantineManifest.FILE));
    assertThat(quarantine.bytes()).isEqualTo(SIZE + manifest);
  }

  private static String sha(byte[] bytes, int offset, int length) throws NoSuchAlgorithmException {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    sha.update(bytes, offset, length);
    return HexFormat.of().formatHex(sha.digest());
  }
}
