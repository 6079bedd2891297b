package io.semj.recovery.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.error.ConsistencyException;
import io.semj.error.CorruptionException;
import io.semj.error.JournalException;
import io.semj.recovery.replay.Journals.Block;
import io.semj.recovery.replay.ReplayFinding.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(300)
class ReplayDamageTest {
  private static final int EVENTS = 8_000;

  @TempDir private Path directory;
  private final List<Long> handled = Collections.synchronizedList(new ArrayList<>());
  private List<Block> blocks;

  @BeforeEach
  void write() throws IOException {
    Journals.write(directory, EVENTS);
    blocks = Journals.blocks(Journals.segments(directory).get(0));
  }

  private ReplayReport run(ReplayOptionsBuilder options) {
    return new Replay(directory, options.build())
        .run(record -> handled.add(record.userspaceSequence()));
  }

  private static List<Long> allBut(Block... lost) {
    List<Long> left = new ArrayList<>(Journals.sequences(1, EVENTS));
    for (Block block : lost) {
      left.removeAll(Journals.sequences(block.firstSequence(), block.lastSequence()));
    }
    return left;
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void shouldStopAtADamagedBlockHavingHandledAllBefore(ReplayValidation mode) throws IOException {
    Block damaged = blocks.get(5);
    Journals.flip(damaged.file(), damaged.position() + 500);
    assertThatThrownBy(() -> run(ReplayOptions.builder().validation(mode)))
        .isInstanceOfSatisfying(
            CorruptionException.class, e -> assertThat(e.position()).isEqualTo(damaged.position()));
    assertThat(handled).isEqualTo(Journals.sequences(1, damaged.firstSequence() - 1));
  }

  @Test
  void shouldStopAtDamageHavingHandledAllBeforeInParallelToo() throws IOException {
    Block damaged = blocks.get(5);
    Journals.flip(damaged.file(), damaged.position() + 500);
    Replay replay =
        new Replay(directory, ReplayOptions.builder().parallel(3, ReplayKey.agent()).build());
    assertThatThrownBy(() -> replay.run(record -> handled.add(record.userspaceSequence())))
        .isInstanceOf(CorruptionException.class);
    assertThat(handled)
        .containsExactlyInAnyOrderElementsOf(Journals.sequences(1, damaged.firstSequence() - 1));
    assertThat(replay.report().position()).isEqualTo(damaged.firstSequence() - 1);
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void shouldSkipDamagedBlocksAndReportWhatIsLost(ReplayValidation mode) throws IOException {
    Block first = blocks.get(5);
    Block second = blocks.get(9);
    Journals.flip(first.file(), first.position() + 500);
    Journals.flip(second.file(), second.position() + 8);
    ReplayReport report = run(ReplayOptions.builder().validation(mode).onDamage(DamagePolicy.SKIP));
    assertThat(handled).isEqualTo(allBut(first, second));
    assertThat(report.findingCounts()).isEqualTo(java.util.Map.of(Kind.DAMAGE, 2L));
    assertThat(report.findings().get(0).file()).isEqualTo(first.file());
    assertThat(report.findings().get(0).position()).isEqualTo(first.position());
    assertThat(report.findings().get(0).what())
        .contains("sequences=" + first.firstSequence() + ".." + first.lastSequence());
    assertThat(report.counts().lost()).isEqualTo(first.events() + second.events());
    assertThat(report.isClean()).isFalse();
    assertThat(report.toString()).contains("LOST", "DAMAGE");
  }

  @Test
  void shouldSkipDamageInParallelToo() throws IOException {
    Block damaged = blocks.get(5);
    Journals.flip(damaged.file(), damaged.position() + 500);
    run(ReplayOptions.builder().parallel(2, ReplayKey.agent()).onDamage(DamagePolicy.SKIP));
    assertThat(handled).containsExactlyInAnyOrderElementsOf(allBut(damaged));
  }

  @Test
  void shouldNotLookAtChecksumsWhenNoneAreAskedFor() throws IOException {
    Block damaged = blocks.get(5);
    int inLastPayload = damaged.position() + damaged.size() - 200;
    Journals.flip(damaged.file(), inLastPayload);
    ReplayReport report = run(ReplayOptions.builder().validation(ReplayValidation.NONE));
    assertThat(handled).isEqualTo(Journals.sequences(1, EVENTS));
    assertThat(report.isClean()).isTrue();
  }

  @Test
  void shouldFindDamageToSizesEvenWithoutChecksums() throws IOException {
    Block damaged = blocks.get(5);
    Journals.flip(damaged.file(), damaged.position());
    ReplayReport report =
        run(ReplayOptions.builder().validation(ReplayValidation.NONE).onDamage(DamagePolicy.SKIP));
    assertThat(handled).isEqualTo(allBut(damaged));
    assertThat(report.counts().lost()).isEqualTo(damaged.events());
  }

  @ParameterizedTest
  @EnumSource
  void shouldTellThatASegmentIsMissing(ReplayValidation mode) throws IOException {
    List<Block> missing = Journals.blocks(Journals.segments(directory).get(1));
    Files.delete(missing.get(0).file());
    assertThatThrownBy(() -> run(ReplayOptions.builder().validation(mode)))
        .isInstanceOf(ConsistencyException.class);
    handled.clear();
    ReplayReport report = run(ReplayOptions.builder().validation(mode).onDamage(DamagePolicy.SKIP));
    assertThat(handled).isEqualTo(allBut(missing.toArray(Block[]::new)));
    assertThat(report.findingCounts()).containsOnlyKeys(Kind.DAMAGE);
    assertThat(report.counts().lost()).isEqualTo(missing.stream().mapToInt(Block::events).sum());
  }

  @ParameterizedTest
  @EnumSource
  void shouldGoOnBehindASegmentWhoseHeadIsDamaged(ReplayValidation mode) throws IOException {
    List<Block> lost = Journals.blocks(Journals.segments(directory).get(1));
    Journals.flip(lost.get(0).file(), 64);
    assertThatThrownBy(() -> run(ReplayOptions.builder().validation(mode)))
        .isInstanceOf(JournalException.class);
    handled.clear();
    run(ReplayOptions.builder().validation(mode).onDamage(DamagePolicy.SKIP));
    assertThat(handled).isEqualTo(allBut(lost.toArray(Block[]::new)));
  }
}
