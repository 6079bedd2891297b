package io.semj.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.JournalConfig;
import io.semj.core.SemanticJournal;
import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.DiskView.Block;
import io.semj.core.fixture.Events;
import io.semj.format.BlockCompression;
import io.semj.format.BlockVerdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockSourceTest {
  private static final int BLOCKS = 5;

  @TempDir private Path directory;
  private Path copy;
  private byte[] bytes;
  private List<Block> blocks;

  /** Makes a copy of a segment that is not sealed, with blocks of a few records. */
  @BeforeEach
  void copyLiveSegment() throws IOException {
    Path journal = directory.resolve("journal");
    JournalConfig config =
        JournalConfig.builder(journal).compression(BlockCompression.NONE).build();
    try (SemanticJournal live = SemanticJournal.open(config)) {
      for (int i = 0; i < BLOCKS; i++) {
        live.emitEventsAtomic(List.of(Events.of(i, 0), Events.of(i, 1), Events.of(i, 2)));
        live.flush();
      }
      blocks = DiskView.blocks(journal);
      bytes = Files.readAllBytes(blocks.get(0).file());
    }
    assertThat(blocks).hasSize(BLOCKS);
    copy = Files.write(directory.resolve(blocks.get(0).file().getFileName()), bytes);
  }

  private void write(byte[] content, long position) throws IOException {
    try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      BlockFile.writeFully(channel, ByteBuffer.wrap(content), position);
    }
  }

  private byte[] onDisk(Block block) {
    int from = (int) block.position();
    return Arrays.copyOfRange(bytes, from, from + block.size());
  }

  private static byte[] loaded(BlockSource source) {
    byte[] loaded = new byte[source.block().blockSize()];
    source.bytes().get(source.offset(), loaded);
    return loaded;
  }

  /**
   * As where pages were taken from the page cache before, and looked at after they were written.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldNotTakeABlockWhoseMiddleWasReadBeforeItWasWritten(boolean verifyChecksums)
      throws IOException {
    Block second = blocks.get(1);
    write(new byte[200], second.position() + 300);
    try (BlockSource source = new BlockSource(copy, second.generation(), verifyChecksums)) {
      assertThat(source.load(blocks.get(0).position())).isEqualTo(BlockVerdict.VALID);
      write(onDisk(second), second.position());
      assertThat(source.load(second.position())).isEqualTo(BlockVerdict.VALID);
      assertThat(loaded(source)).isEqualTo(onDisk(second));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldLoadOneBlockAfterAnotherAndAnyOfThemAgain(boolean verifyChecksums) throws IOException {
    try (BlockSource source = new BlockSource(copy, blocks.get(0).generation(), verifyChecksums)) {
      for (Block block : blocks) {
        for (Block loaded : List.of(block, block, blocks.get(0), block)) {
          assertThat(source.load(loaded.position())).isEqualTo(BlockVerdict.VALID);
          assertThat(loaded(source)).isEqualTo(onDisk(loaded));
        }
      }
      Block last = blocks.get(BLOCKS - 1);
      assertThat(source.load(last.position() + last.size())).isEqualTo(BlockVerdict.END_OF_LOG);
    }
  }

  @Test
  void shouldFindABlockThatIsWrittenWhereTheLogEnded() throws IOException {
    Block last = blocks.get(BLOCKS - 1);
    write(new byte[last.size()], last.position());
    try (BlockSource source = new BlockSource(copy, last.generation())) {
      assertThat(source.load(blocks.get(0).position())).isEqualTo(BlockVerdict.VALID);
      assertThat(source.load(last.position())).isEqualTo(BlockVerdict.END_OF_LOG);
      write(onDisk(last), last.position());
      assertThat(source.load(last.position())).isEqualTo(BlockVerdict.VALID);
      assertThat(loaded(source)).isEqualTo(onDisk(last));
    }
  }
}
