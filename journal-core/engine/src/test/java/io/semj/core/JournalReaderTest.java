package io.semj.core;

import static io.semj.core.fixture.DiskView.assertSequences;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.checksum.KernelCrc32;
import io.semj.core.fixture.ChildJvm;
import io.semj.core.fixture.Crash;
import io.semj.core.fixture.DiskView;
import io.semj.core.fixture.DiskView.Block;
import io.semj.core.fixture.Emitters;
import io.semj.core.fixture.Events;
import io.semj.core.fixture.Eventually;
import io.semj.core.fixture.ReadAndReport;
import io.semj.error.ConsistencyException;
import io.semj.error.CorruptionException;
import io.semj.error.JournalNotFoundException;
import io.semj.event.SemanticEvent;
import io.semj.format.BlockCompression;
import io.semj.format.BlockDescriptor;
import io.semj.format.RecordDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalReaderTest {
  private static final int EVENTS = 8_000;

  @TempDir private Path directory;

  private JournalConfigBuilder config() {
    return JournalConfig.builder(directory)
        .ringSize(512)
        .compression(BlockCompression.NONE)
        .maxSegmentBytes(1 << 20);
  }

  private void write(int events) {
    try (SemanticJournal journal = SemanticJournal.open(config().build())) {
      Emitters.emit(journal, 1, events);
    }
  }

  @Test
  void shouldBeginAtAnySequence() {
    write(EVENTS);
    List<Path> segments = DiskView.segments(directory);
    assertThat(segments).hasSizeGreaterThan(2);
    long border = Crash.head(segments.get(1)).identity().firstSequence();
    for (long from : new long[] {-5, 0, 1, 2, 99, border - 1, border, border + 1, EVENTS}) {
      List<SemanticEvent> events = DiskView.events(directory, from);
      assertSequences(events, Math.max(1, from), EVENTS);
    }
    assertThat(DiskView.events(directory, EVENTS + 1)).isEmpty();
  }

  @Test
  void shouldGoOnWhereItWasWhenThereIsMore() {
    try (SemanticJournal journal = SemanticJournal.open(config().build());
        JournalReader reader = journal.reader(1)) {
      assertThat(reader.next()).isNull();
      for (int i = 0; i < 100; i++) {
        long sequence = journal.emitEvent(Events.of(0, i));
        Eventually.await().until(() -> journal.status().writtenSequence() == sequence);
        assertThat(reader.nextSequence()).isEqualTo(sequence);
        SemanticEvent event = reader.next();
        assertThat(event.sequence()).isEqualTo(sequence);
        Events.assertIntact(event);
        assertThat(reader.next()).isNull();
      }
    }
  }

  @Test
  void shouldWaitForASequenceThatIsYetToCome() {
    try (SemanticJournal journal = SemanticJournal.open(config().build());
        JournalReader reader = journal.reader(5_000)) {
      assertThat(reader.next()).isNull();
      Emitters.emit(journal, 1, EVENTS);
      journal.flush();
      assertThat(reader.next().sequence()).isEqualTo(5_000);
    }
  }

  @ParameterizedTest
  @EnumSource(SegmentIo.class)
  void shouldFollowALiveTailOverManySegments(SegmentIo io) {
    try (SemanticJournal journal =
        SemanticJournal.open(config().segmentIo(io).flushInterval(Duration.ofMillis(1)).build())) {
      List<Integer> read =
          Emitters.inParallel(
              3, source -> source < 2 ? emitting(journal, source) : reading(journal, 2 * EVENTS));
      assertThat(read).containsExactly(EVENTS, EVENTS, 2 * EVENTS);
    }
  }

  private static Callable<Integer> emitting(SemanticJournal journal, int source) {
    return () -> {
      for (int i = 0; i < EVENTS; i++) {
        journal.emitEvent(Events.of(source, i));
      }
      return EVENTS;
    };
  }

  private static Callable<Integer> reading(SemanticJournal journal, int count) {
    return () -> {
      List<SemanticEvent> events = new ArrayList<>();
      try (JournalReader reader = journal.reader(1)) {
        while (events.size() < count) {
          SemanticEvent event = reader.next();
          if (event != null) {
            events.add(event);
          }
        }
      }
      assertSequences(events, 1, count);
      events.forEach(Events::assertIntact);
      return count;
    };
  }

  @ParameterizedTest
  @EnumSource(SegmentIo.class)
  void shouldBeFollowedByAnotherProcess(SegmentIo io) {
    try (SemanticJournal journal = SemanticJournal.open(config().segmentIo(io).build());
        ChildJvm child = ChildJvm.start(ReadAndReport.class, directory, 2 * EVENTS)) {
      assertThat(child.readLine()).isEqualTo("reading");
      Emitters.emit(journal, 2, EVENTS);
      assertThat(child.readLine()).isEqualTo("read " + 2 * EVENTS);
    }
  }

  @Test
  void shouldFollowAJournalThatIsClosedAndOpenedAgain() {
    write(10);
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      for (int opening = 1; opening <= 5; opening++) {
        for (int i = 0; i < 10; i++) {
          assertThat(reader.next().sequence()).isEqualTo((opening - 1) * 10L + i + 1);
        }
        assertThat(reader.next()).isNull();
        SemanticJournal.open(config().build()).close();
        assertThat(reader.next()).isNull();
        write(10);
      }
    }
  }

  @Test
  void shouldFollowAJournalWhoseFirstSegmentWasEmptyWhenItBegan() {
    SemanticJournal.open(config().build()).close();
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      assertThat(reader.next()).isNull();
      SemanticJournal.open(config().build()).close();
      assertThat(reader.next()).isNull();
      write(10);
      assertThat(reader.next().sequence()).isEqualTo(1);
    }
  }

  @Test
  void shouldBeginAtTheOldestEventThatRetentionLeft() {
    try (SemanticJournal journal =
        SemanticJournal.open(
            config().retention(RetentionPolicy.keepAll().withMaxSegments(2)).build())) {
      Emitters.emit(journal, 1, EVENTS);
      journal.flush();
      Eventually.await().until(() -> journal.status().segments() <= 2);
      long first = journal.status().firstSequence();
      assertThat(first).isGreaterThan(1);
      try (JournalReader reader = journal.reader(1)) {
        assertThat(reader.next().sequence()).isEqualTo(first);
      }
    }
    assertSequences(
        DiskView.events(directory), DiskView.events(directory).get(0).sequence(), EVENTS);
  }

  @Test
  void shouldKeepReadingASegmentThatWasDeletedAndThenSayWhatIsMissing() throws IOException {
    write(EVENTS);
    List<Path> segments = DiskView.segments(directory);
    long second = Crash.head(segments.get(1)).identity().firstSequence();
    long third = Crash.head(segments.get(2)).identity().firstSequence();
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      assertThat(reader.next().sequence()).isEqualTo(1);
      Files.delete(segments.get(0));
      Files.delete(segments.get(1));
      for (long sequence = 2; sequence < second; sequence++) {
        assertThat(reader.next().sequence()).isEqualTo(sequence);
      }
      assertThatThrownBy(reader::next)
          .isInstanceOf(ConsistencyException.class)
          .hasMessageContaining("events are missing: file=" + segments.get(2) + ", position=512")
          .hasMessageContaining("expectedSequence=" + second + ", actualSequence=" + third);
    }
  }

  @Test
  void shouldNameFileAndPositionOfDamage() {
    write(EVENTS);
    Block damaged =
        DiskView.blocks(directory).stream()
            .filter(block -> block.file().equals(DiskView.segments(directory).get(1)))
            .skip(3)
            .findFirst()
            .orElseThrow();
    Crash.flipByte(damaged.file(), damaged.position() + 150);
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      for (long sequence = 1; sequence < damaged.firstSequence(); sequence++) {
        assertThat(reader.next().sequence()).isEqualTo(sequence);
      }
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(reader::next)
            .isInstanceOfSatisfying(
                CorruptionException.class,
                e -> {
                  assertThat(e.file()).isEqualTo(damaged.file().toString());
                  assertThat(e.position()).isEqualTo(damaged.position());
                })
            .hasMessageContaining("verdict=BAD_CHECKSUM")
            .hasMessageContaining("afterSequence=" + (damaged.firstSequence() - 1));
      }
    }
    assertSequences(
        DiskView.events(directory, damaged.lastSequence() + 1), damaged.lastSequence() + 1, EVENTS);
  }

  @Test
  void shouldNotGoOnBehindABlockWhoseRecordsAreDamagedUnderARightChecksum() {
    write(EVENTS);
    Block block = DiskView.blocks(directory).get(2);
    byte[] bytes = Crash.read(block.file(), block.position(), block.size());
    bytes[BlockDescriptor.HEADER_LENGTH + RecordDescriptor.HEAD_LENGTH]++;
    ByteBuffer forged = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    forged.putInt(BlockDescriptor.BLOCK_CHECKSUM_OFFSET, 0);
    forged.putInt(BlockDescriptor.BLOCK_CHECKSUM_OFFSET, KernelCrc32.of(bytes, 0, bytes.length));
    Crash.write(block.file(), block.position(), bytes);
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      for (long sequence = 1; sequence < block.firstSequence(); sequence++) {
        assertThat(reader.next().sequence()).isEqualTo(sequence);
      }
      for (int attempt = 0; attempt < 3; attempt++) {
        assertThatThrownBy(reader::next)
            .isInstanceOf(CorruptionException.class)
            .hasMessageContaining("record checksum does not match: record=0")
            .hasMessageContaining("block checksum passed");
        assertThat(reader.nextSequence()).isEqualTo(block.firstSequence());
      }
    }
    assertThat(DiskView.events(directory, block.lastSequence() + 1)).isNotEmpty();
  }

  @Test
  void shouldHandRecordsOverWithoutCopyingThem() {
    write(100);
    List<Long> sequences = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(directory, 11)) {
      assertThat(reader.poll(record -> sequences.add(record.userspaceSequence()), 30))
          .isEqualTo(30);
      assertThat(reader.nextSequence()).isEqualTo(41);
      assertThat(reader.poll(record -> sequences.add(record.userspaceSequence()), 100))
          .isEqualTo(60);
      assertThat(reader.poll(record -> sequences.add(record.userspaceSequence()), 100)).isZero();
    }
    assertThat(sequences).hasSize(90).startsWith(11L).endsWith(100L);
  }

  @Test
  void shouldOutliveItsJournal() {
    JournalReader reader;
    try (SemanticJournal journal = SemanticJournal.open(config().build())) {
      reader = journal.reader(1);
      Emitters.emit(journal, 1, 10);
    }
    assertThat(reader.poll(record -> {}, 100)).isEqualTo(10);
    reader.close();
    reader.close();
    assertThatThrownBy(reader::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("reader is closed: directory=" + directory);
  }

  @Test
  void shouldRefuseADirectoryThatIsNotThere() {
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> JournalReader.open(missing, 1))
        .isInstanceOf(JournalNotFoundException.class)
        .hasMessage("no journal directory: path=" + missing);
    assertThat(missing).doesNotExist();
  }

  @Test
  void shouldFindNothingInAnEmptyDirectory() {
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      assertThat(reader.next()).isNull();
    }
  }
}
