package io.semj.core.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.JournalConfig;
import io.semj.core.SemanticJournal;
import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.DiskView.Block;
import io.semj.core.fixture.Events;
import io.semj.core.storage.JournalDirectory;
import io.semj.error.JournalException;
import io.semj.format.BlockCompression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cursor does behind damage, when it is asked to go on. */
class BlockCursorDamageTest {
  private static final int EVENTS = 12_000;

  @TempDir private Path directory;
  private List<Block> blocks;
  private final List<LostEvents> lost = new ArrayList<>();

  @BeforeEach
  void write() {
    JournalConfig config =
        JournalConfig.builder(directory)
            .compression(BlockCompression.NONE)
            .maxSegmentBytes(1 << 20)
            .build();
    try (SemanticJournal journal = SemanticJournal.open(config)) {
      for (int i = 0; i < EVENTS; i += 2) {
        // In pairs: a block of one event has none behind its first.
        journal.emitEventsAtomic(List.of(Events.of(0, i), Events.of(0, i + 1)));
      }
    }
    blocks = DiskView.blocks(directory);
  }

  private static void flip(Path file, long position) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) position] ^= 0x40;
    Files.write(file, bytes);
  }

  /** The first sequences of the blocks that are read, stepping over all damage. */
  private Set<Long> readAll(long from) {
    Set<Long> read = new TreeSet<>();
    try (BlockCursor cursor = new BlockCursor(JournalDirectory.existing(directory), from)) {
      while (true) {
        try {
          if (!cursor.next()) {
            return read;
          }
          assertThat(read.add(cursor.block().firstSequence())).isTrue();
        } catch (JournalException damage) {
          lost.add(cursor.skipDamage());
        }
      }
    }
  }

  private Set<Long> allBut(List<Block> missing) {
    Set<Long> expected = new TreeSet<>();
    blocks.forEach(block -> expected.add(block.firstSequence()));
    missing.forEach(block -> expected.remove(block.firstSequence()));
    return expected;
  }

  private List<Block> of(Path segment) {
    return blocks.stream().filter(block -> block.file().equals(segment)).toList();
  }

  @Test
  void shouldGoOnBehindADamagedBlock() throws IOException {
    Block damaged = blocks.get(3);
    flip(damaged.file(), damaged.position() + 300);
    assertThat(readAll(1)).isEqualTo(allBut(List.of(damaged)));
    assertThat(lost)
        .containsExactly(
            new LostEvents(
                damaged.file(),
                damaged.position(),
                damaged.firstSequence(),
                damaged.lastSequence()));
  }

  @Test
  void shouldGoOnBehindADamagedFirstBlock() throws IOException {
    Block damaged = blocks.get(0);
    flip(damaged.file(), damaged.position());
    assertThat(readAll(1)).isEqualTo(allBut(List.of(damaged)));
    assertThat(lost.get(0).count()).isEqualTo(damaged.events());
  }

  @Test
  void shouldGoOnInTheNextSegmentWhenTheRestOfOneIsDamaged() throws IOException {
    List<Block> first = of(DiskView.segments(directory).get(0));
    List<Block> damaged = first.subList(first.size() - 2, first.size());
    for (Block block : damaged) {
      flip(block.file(), block.position() + 8);
    }
    assertThat(readAll(1)).isEqualTo(allBut(damaged));
    assertThat(lost).hasSize(1);
    assertThat(lost.get(0).count()).isEqualTo(damaged.stream().mapToInt(Block::events).sum());
  }

  @Test
  void shouldGoOnBehindSegmentsWhoseHeadsAreDamaged() throws IOException {
    List<Path> segments = DiskView.segments(directory);
    assertThat(segments).hasSizeGreaterThan(3);
    for (int i : new int[] {0, 1}) {
      flip(segments.get(i), 100);
    }
    List<Block> damaged = new ArrayList<>(of(segments.get(0)));
    damaged.addAll(of(segments.get(1)));
    assertThat(readAll(1)).isEqualTo(allBut(damaged));
    assertThat(lost).hasSize(1);
    assertThat(lost.get(0).count()).isEqualTo(damaged.stream().mapToInt(Block::events).sum());
  }

  @Test
  void shouldEndWhereNothingSoundFollows() throws IOException {
    Block damaged = blocks.get(blocks.size() - 1);
    flip(damaged.file(), damaged.position() + 300);
    assertThat(readAll(1)).isEqualTo(allBut(List.of(damaged)));
    assertThat(lost.get(0).lastSequence()).isEqualTo(LostEvents.UNKNOWN);
    assertThat(lost.get(0).count()).isZero();
  }

  @Test
  void shouldTellWhatIsLostFromTheSequenceOnThatWasAskedFor() throws IOException {
    Block damaged = blocks.get(3);
    flip(damaged.file(), damaged.position() + 300);
    long from = damaged.firstSequence() + 1;
    assertThat(readAll(from)).contains(blocks.get(4).firstSequence());
    assertThat(lost.get(0).firstSequence()).isGreaterThanOrEqualTo(damaged.firstSequence());
    assertThat(lost.get(0).lastSequence()).isEqualTo(damaged.lastSequence());
  }

  @Test
  void shouldGoOnBehindAMissingSegment() throws IOException {
    List<Path> segments = DiskView.segments(directory);
    List<Block> missing = of(segments.get(1));
    Files.delete(segments.get(1));
    assertThat(readAll(1)).isEqualTo(allBut(missing));
    assertThat(lost.get(0).count()).isEqualTo(missing.stream().mapToInt(Block::events).sum());
  }
}
