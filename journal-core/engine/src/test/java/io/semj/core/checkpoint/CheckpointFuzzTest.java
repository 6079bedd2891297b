package io.semj.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.fixture.Crash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever stands in a checkpoint file, it is either what was written or called damaged. */
class CheckpointFuzzTest {
  private static Path journal;
  private static Checkpoint written;
  private static byte[] good;

  @BeforeContainer
  static void write() throws IOException {
    journal = Files.createTempDirectory("semj-fuzz");
    written = TestCheckpoints.write(journal, 42, "the state at 42");
    good = Files.readAllBytes(written.file());
  }

  @AfterContainer
  static void delete() throws IOException {
    Files.deleteIfExists(written.file());
    Files.deleteIfExists(written.file().getParent());
    Files.deleteIfExists(journal);
  }

  @Property(tries = 2_000)
  void shouldNeverTakeChangedBytesForAGoodCheckpoint(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] bytes = changed(random);
    Files.write(written.file(), bytes);
    CheckpointStore store = CheckpointStore.of(journal);
    boolean same = Arrays.equals(bytes, good);
    assertThat(store.newestGood().isPresent()).isEqualTo(same);
    assertThat(store.damaged().isEmpty()).isEqualTo(same);
    assertThat(store.list().size()).isLessThanOrEqualTo(1);
  }

  /** Other bytes altogether, or a few changed, moved or cut off. */
  private static byte[] changed(Random random) {
    if (random.nextInt(4) == 0) {
      byte[] noise = new byte[random.nextInt(600)];
      random.nextBytes(noise);
      return noise;
    }
    byte[] bytes = Arrays.copyOf(good, good.length - 20 + random.nextInt(41));
    for (int i = random.nextInt(4); i > 0; i--) {
      int from = random.nextInt(bytes.length);
      int to = random.nextInt(bytes.length);
      System.arraycopy(bytes, from, bytes, to, Math.min(8, bytes.length - Math.max(from, to)));
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }

  @Property(tries = 300)
  void shouldSayNoMoreThanThatItIsDamagedForAForgedHeader(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] bytes = good.clone();
    // The checksum is right, so that every field's meaning is met with any value.
    byte[] header = Arrays.copyOf(bytes, CheckpointDescriptor.CRC_OFFSET);
    for (int i = random.nextInt(20); i >= 0; i--) {
      header[8 + random.nextInt(header.length - 8)] = (byte) random.nextInt();
    }
    CRC32C crc = new CRC32C();
    crc.update(header);
    System.arraycopy(header, 0, bytes, 0, header.length);
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[CheckpointDescriptor.CRC_OFFSET + i] = (byte) (crc.getValue() >>> (8 * i));
    }
    Files.write(written.file(), good);
    Crash.write(written.file(), 0, bytes);
    CheckpointStore store = CheckpointStore.of(journal);
    assertThat(store.newestGood().isPresent()).isEqualTo(Arrays.equals(bytes, good));
  }
}
