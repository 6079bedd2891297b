package io.semj.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the checkpoint section of docs/format.md against the bytes. */
class CheckpointFormatPageTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "format.md");

  @TempDir private Path journal;

  private static String section() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf("\n## 13. Checkpoints");
    assertThat(from).isPositive();
    int to = page.indexOf("\n## 14.", from);
    return page.substring(from, to < 0 ? page.length() : to);
  }

  /** The offset of the row whose field begins so. */
  private static int offset(String field) throws IOException {
    return section()
        .lines()
        .filter(line -> line.startsWith("| ") && line.split("\\|", -1)[3].trim().startsWith(field))
        .map(line -> Integer.parseInt(line.split("\\|", -1)[1].trim()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no row for " + field));
  }

  @Test
  void shouldTellWhereEveryFieldIs() throws IOException {
    Checkpoint checkpoint = TestCheckpoints.write(journal, 42, "state");
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(checkpoint.file())).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[4];
    bytes.get(offset("magic"), magic);
    assertThat(magic).asString().isEqualTo("SEMC");
    assertThat(bytes.getInt(offset("version"))).isEqualTo(1);
    assertThat(bytes.getInt(offset("flags"))).isZero();
    assertThat(bytes.get(offset("journal id") + 15)).isEqualTo((byte) 0xFF);
    assertThat(bytes.getLong(offset("checkpoint id"))).isEqualTo(1);
    assertThat(bytes.getLong(offset("sequence: "))).isEqualTo(42);
    assertThat(bytes.getLong(offset("time of creation"))).isEqualTo(checkpoint.createdNanos());
    assertThat(bytes.getLong(offset("snapshot length"))).isEqualTo(5);
    assertThat(bytes.getLong(offset("position: generation"))).isEqualTo(3);
    assertThat(bytes.getLong(offset("position: place"))).isEqualTo(4_096);
    assertThat(bytes.getLong(offset("position: sequence"))).isEqualTo(42);
    assertThat(bytes.getLong(offset("position: block id"))).isEqualTo(21);
    byte[] digest = new byte[32];
    bytes.get(offset("position: chain digest"), digest);
    assertThat(digest).isEqualTo(checkpoint.position().digest().toBytes());
    assertThat(bytes.getLong(offset("blocks of"))).isEqualTo(5);
    assertThat(bytes.getLong(offset("events of"))).isEqualTo(50);
    assertThat(bytes.getLong(offset("earliest"))).isEqualTo(1_000);
    assertThat(bytes.getLong(offset("latest"))).isEqualTo(2_000);
    assertThat(bytes.getLong(offset("place in the segment"))).isEqualTo(1_024);
    assertThat(offset("CRC32C of bytes 0 to 252")).isEqualTo(252);
  }
}
