package io.semj.recovery.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.error.RecoveryException;
import io.semj.recovery.IntegrityVerifier;
import io.semj.recovery.JournalRecovery;
import io.semj.recovery.facts.LostSequences;
import io.semj.recovery.facts.SequenceRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SalvageTest {
  private static final int EVENTS = 9_000;
  private static final long SEED = 20_261_121;

  @TempDir private Path temp;
  private Path directory;
  private List<Path> segments;

  @BeforeEach
  void setUp() {
    directory = temp.resolve("journal");
    Journals.write(directory, EVENTS);
    segments = Journals.filledSegments(directory);
    assertThat(segments).hasSizeGreaterThan(2);
  }

  private RecoveryReport salvage() {
    return JournalRecovery.of(directory).recover(RecoveryRequest.emergency());
  }

  /** The first sequences of the segments that hold events, and the one behind the last. */
  private long firstOf(int segment) {
    return segment == segments.size()
        ? EVENTS + 1
        : Journals.sequences(segments.get(segment), 0)[0];
  }

  /** What is left is what the report says, it can be read, verified and written on. */
  private void assertSalvaged(RecoveryReport report, SequenceRange... lost) {
    assertThat(report.lost().ranges()).containsExactly(lost);
    List<Long> expected = new ArrayList<>(Journals.range(1, EVENTS));
    for (SequenceRange range : lost) {
      expected = Journals.without(expected, range.first(), range.last());
    }
    assertThat(Journals.read(directory)).isEqualTo(expected);
    assertThat(new IntegrityVerifier(directory).verify().problems()).isEmpty();
    assertThat(Journals.emitOneMore(directory)).isEqualTo(EVENTS + 1);
    assertThat(Journals.read(directory)).hasSize(expected.size() + 1);
    assertThat(new IntegrityVerifier(directory).verify().problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void shouldLoseNothingToABlankHead(int segment) {
    Journals.overwrite(segments.get(segment), 0, new byte[512]);
    assertSalvaged(salvage());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void shouldLoseNothingToAGarbledHead(int segment) {
    byte[] garbage = new byte[512];
    new Random(SEED).nextBytes(garbage);
    Journals.overwrite(segments.get(segment), 0, garbage);
    assertSalvaged(salvage());
  }

  @Test
  void shouldLoseNothingToHeadsThatAreAllGarbled() {
    byte[] garbage = new byte[512];
    new Random(SEED).nextBytes(garbage);
    for (Path segment : Journals.segments(directory)) {
      Journals.overwrite(segment, 0, garbage);
    }
    assertSalvaged(salvage());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 47, 60, 100, 130, 150, 180, 255, 256, 264, 290, 379, 383})
  void shouldLoseNothingToOneBadByteInAHead(int position) {
    Journals.flip(segments.get(1), position);
    assertSalvaged(salvage());
  }

  @Test
  void shouldTellAMissingSegmentInTheMiddle() throws IOException {
    long first = firstOf(1);
    long last = firstOf(2) - 1;
    Files.delete(segments.get(1));
    assertSalvaged(salvage(), new SequenceRange(first, last));
  }

  @Test
  void shouldTellAMissingSegmentBeforeOneWhoseHeadIsGarbled() throws IOException {
    long first = firstOf(1);
    long last = firstOf(2) - 1;
    Files.delete(segments.get(1));
    Journals.overwrite(segments.get(2), 0, new byte[512]);
    assertSalvaged(salvage(), new SequenceRange(first, last));
  }

  @Test
  void shouldTellMissingSegmentsAtTheEnd() throws IOException {
    long first = firstOf(segments.size() - 1);
    for (Path segment : Journals.segments(directory)) {
      if (segment.compareTo(segments.get(segments.size() - 1)) >= 0) {
        Files.delete(segment);
      }
    }
    RecoveryReport report = JournalRecovery.of(directory).recover(RecoveryRequest.automatic());
    assertThat(report.plan().failure()).contains(FailureType.TRUNCATION);
    assertSalvaged(report, new SequenceRange(first, EVENTS));
  }

  @Test
  void shouldTellTheEventsOfASegmentThatWasCutShort() {
    Path last = segments.get(segments.size() - 1);
    List<Integer> blocks = Journals.blocks(last);
    int torn = blocks.size() / 2;
    long first = Journals.sequences(last, torn)[0];
    Journals.truncate(last, blocks.get(torn) + 77);
    assertSalvaged(salvage(), new SequenceRange(first, EVENTS));
  }

  @Test
  void shouldTellTheEventsOfASegmentOfWhichNothingIsLeft() {
    long first = firstOf(1);
    long last = firstOf(2) - 1;
    byte[] garbage = new byte[Journals.bytes(segments.get(1)).length];
    new Random(SEED).nextBytes(garbage);
    Journals.overwrite(segments.get(1), 0, garbage);
    assertSalvaged(salvage(), new SequenceRange(first, last));
  }

  @Test
  void shouldTakeSegmentsOfAnotherJournalOut() throws IOException {
    Path other = temp.resolve("other");
    Journals.write(other, 100);
    Path foreign = directory.resolve("00000000000000009999.semj");
    Files.copy(Journals.filledSegments(other).get(0), foreign);
    RecoveryReport report = JournalRecovery.of(directory).recover(RecoveryRequest.automatic());
    assertThat(report.plan().failure()).contains(FailureType.INVALID_STATE);
    assertThat(foreign).doesNotExist();
    assertSalvaged(report);
  }

  @Test
  void shouldTakeACopyOfASegmentUnderAnotherNameOut() throws IOException {
    Files.copy(segments.get(1), directory.resolve("00000000000000000017.semj"));
    assertSalvaged(salvage());
  }

  @Test
  void shouldKeepWhatIsSoundWhereNothingHasToBeDone() throws IOException {
    Map<String, ByteBuffer> before = Journals.contents(directory);
    RecoveryReport report = salvage();
    assertThat(report.statistics().stepsDone()).isZero();
    assertThat(Journals.contents(directory)).isEqualTo(before);
  }

  @Test
  void shouldRefuseToTouchAJournalInWhichNothingProvesItself() {
    for (Path segment : Journals.segments(directory)) {
      byte[] garbage = new byte[Journals.bytes(segment).length];
      new Random(SEED).nextBytes(garbage);
      Journals.overwrite(segment, 0, garbage);
    }
    Map<String, ByteBuffer> before = Journals.contents(directory);
    assertThatThrownBy(this::salvage)
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("nothing proves itself");
    assertThat(Journals.contents(directory)).isEqualTo(before);
  }

  @Test
  void shouldSalvageAgainWhatWasSalvagedBefore() {
    Path hurt = segments.get(1);
    long[] first = Journals.sequences(hurt, 2);
    Journals.flip(hurt, Journals.blocks(hurt).get(2) + 300);
    salvage();
    List<Long> left = Journals.read(directory);
    assertThat(left).isEqualTo(Journals.without(Journals.range(1, EVENTS), first[0], first[1]));

    long[] second = Journals.sequences(hurt, 5);
    Journals.flip(hurt, Journals.blocks(hurt).get(5) + 300);
    RecoveryReport report = salvage();
    assertThat(report.lost().ranges()).contains(new SequenceRange(second[0], second[1]));
    assertThat(Journals.read(directory)).isEqualTo(Journals.without(left, second[0], second[1]));
    assertThat(new IntegrityVerifier(directory).verify().problems()).isEmpty();
  }

  /** Whatever is hurt: what is read afterwards and what is reported as lost make up the whole. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void shouldAccountForEverySequenceAfterRandomDamage(int round) {
    Random random = new Random(SEED + round);
    List<Path> all = Journals.segments(directory);
    for (int i = 0; i <= random.nextInt(12); i++) {
      Path segment = all.get(random.nextInt(all.size()));
      int length = Journals.bytes(segment).length;
      byte[] garbage = new byte[1 + random.nextInt(random.nextBoolean() ? 20 : 40_000)];
      if (random.nextBoolean()) {
        random.nextBytes(garbage);
      }
      Journals.overwrite(segment, random.nextInt(length), garbage);
    }
    RecoveryReport report = salvage();
    Set<Long> accounted = new HashSet<>(Journals.read(directory));
    LostSequences lost = report.lost();
    long there = accounted.size();
    lost.ranges().forEach(r -> accounted.addAll(Journals.range(r.first(), r.last())));
    assertThat(accounted).as("seed=%d", SEED + round).hasSize(EVENTS);
    assertThat(there + lost.events()).isEqualTo(EVENTS);
    assertThat(new IntegrityVerifier(directory).verify().problems()).isEmpty();
    assertThat(Journals.emitOneMore(directory)).isEqualTo(EVENTS + 1);
  }

  @Test
  void shouldSalvageIntoAnotherDirectoryWhateverIsHurt() {
    Journals.overwrite(segments.get(0), 0, new byte[512]);
    Journals.flip(segments.get(1), 300);
    long[] lost = Journals.sequences(segments.get(2), 1);
    Journals.flip(segments.get(2), Journals.blocks(segments.get(2)).get(1) + 150);
    Map<String, ByteBuffer> before = Journals.contents(directory);
    Path out = temp.resolve("a/b");
    RecoveryReport report = JournalRecovery.of(directory).recover(RecoveryRequest.salvageInto(out));
    assertThat(Journals.contents(directory)).isEqualTo(before);
    directory = out;
    assertSalvaged(report, new SequenceRange(lost[0], lost[1]));
    assertThatThrownBy(
            () ->
                JournalRecovery.of(temp.resolve("journal"))
                    .recover(RecoveryRequest.salvageInto(out)))
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("there is a journal already");
  }
}
