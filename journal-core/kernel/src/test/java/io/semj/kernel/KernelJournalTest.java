package io.semj.kernel;

import static io.semj.core.fixture.Eventually.await;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.semj.checksum.KernelCrc32;
import io.semj.error.ChecksumMismatchException;
import io.semj.error.ForeignFileException;
import io.semj.error.JournalNotFoundException;
import io.semj.error.LegacyFormatException;
import io.semj.error.MalformedKernelEventException;
import io.semj.error.MalformedKernelEventException.Reason;
import io.semj.event.KernelEventCodec;
import io.semj.event.KernelEventDecoder;
import io.semj.event.KernelEventEncoder;
import io.semj.event.SemanticEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class KernelJournalTest {
  private static final int HEADER = 52;

  @TempDir private Path directory;
  private Path file;
  private final KernelEventDecoder decoder = new KernelEventDecoder();
  private final List<BadKernelEvent> skipped = new ArrayList<>();

  @BeforeEach
  void setUp() {
    file = directory.resolve("kernel");
  }

  private byte[] encoded() {
    KernelEventEncoder encoder = new KernelEventEncoder();
    encoder.encode(decoder.record());
    return encoder.toByteArray();
  }

  private List<byte[]> rest(KernelJournal journal) {
    List<byte[]> events = new ArrayList<>();
    while (journal.next(decoder)) {
      events.add(encoded());
    }
    return events;
  }

  private List<byte[]> readSkipping(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    skipped.clear();
    try (KernelJournal journal = KernelJournal.open(file).untilEnd().skippingBad(skipped::add)) {
      return rest(journal);
    }
  }

  private static byte[] sealed(byte[] event) {
    ByteBuffer view = ByteBuffer.wrap(event).order(LITTLE_ENDIAN);
    view.putInt(84, 0).putInt(84, KernelCrc32.of(event, 0, event.length));
    return event;
  }

  private static byte[] with(byte[] event, int offset, int value) {
    byte[] copy = event.clone();
    ByteBuffer.wrap(copy).order(LITTLE_ENDIAN).putInt(offset, value);
    return copy;
  }

  @Test
  void shouldReadTheVectorsInTheirOrder() throws IOException {
    Files.write(file, Vectors.journal());
    try (KernelJournal journal = KernelJournal.open(file).untilEnd()) {
      List<byte[]> events = rest(journal);

      assertThat(events).hasSize(Vectors.COUNT);
      for (int i = 0; i < events.size(); i++) {
        assertThat(events.get(i)).isEqualTo(Vectors.event(i));
      }
      assertThat(journal.header().orElseThrow().totalEvents()).isEqualTo(18);
      assertThat(journal.isAtEnd()).isTrue();
      assertThat(journal.position()).isEqualTo(Files.size(file));
    }
  }

  @Test
  void shouldReadEventsWithoutAHeaderToo() throws IOException {
    Files.write(file, Vectors.joined(Vectors.made(1, 4)));
    try (KernelJournal journal = KernelJournal.open(file).untilEnd()) {
      assertThat(rest(journal)).containsExactlyElementsOf(Vectors.made(1, 4));
      assertThat(journal.header()).isEmpty();
    }
  }

  @Test
  void shouldFindTheJournalAtAMountPoint() throws IOException {
    assertThatThrownBy(() -> KernelJournal.open(directory))
        .isInstanceOf(JournalNotFoundException.class)
        .hasMessageContaining(".vexfs_semantic_journal");
    Files.write(directory.resolve(".vexfs_semantic_journal"), Vectors.journal());
    try (KernelJournal journal = KernelJournal.open(directory).untilEnd()) {
      assertThat(rest(journal)).hasSize(Vectors.COUNT);
    }
  }

  @Test
  void shouldTakeAnEventWhoseIdBeginsLikeAHeaderForAnEvent() throws IOException {
    byte[] event = sealed(with(Vectors.made(1), 0, 0x53454D4A));
    assertThat(readSkipping(event)).containsExactly(event);
  }

  @Test
  void shouldSayOfOtherFilesWhatTheyAre() throws IOException {
    Files.write(file, new byte[500]);
    Files.write(directory.resolve("old"), new byte[] {0x4C, 0x4A, 0x53, 0x55, 0, 0, 0, 0});
    byte[] damaged = Vectors.journal();
    damaged[13]++;
    Files.write(directory.resolve("damaged"), damaged);

    assertRefused("kernel", ForeignFileException.class);
    assertRefused("old", LegacyFormatException.class);
    assertRefused("damaged", ChecksumMismatchException.class);
  }

  private void assertRefused(String name, Class<? extends Exception> expected) {
    try (KernelJournal journal = KernelJournal.open(directory.resolve(name)).untilEnd()) {
      assertThatThrownBy(() -> journal.next(decoder)).isInstanceOf(expected);
    }
  }

  @Test
  void shouldWaitForTheRestOfAnEventWhileTheFileGrowsByteByByte() throws IOException {
    byte[] bytes = Vectors.journalOf(Vectors.made(1, 3));
    Files.createFile(file);
    int events = 0;
    try (KernelJournal journal = KernelJournal.open(file)) {
      for (int at = 0; at < bytes.length; ) {
        int step = Math.min(at < 400 ? 7 : 997, bytes.length - at);
        Vectors.append(file, Arrays.copyOfRange(bytes, at, at + step));
        at += step;
        while (journal.next(decoder)) {
          events++;
          assertThat(encoded()).isEqualTo(Vectors.made(events));
          assertThat(journal.position()).isLessThanOrEqualTo(at);
        }
      }
    }
    assertThat(events).isEqualTo(2);
  }

  @Test
  void shouldWaitInFrontOfSpaceThatIsSetAside() throws IOException {
    byte[] two = Vectors.journalOf(Vectors.made(1, 3));
    int first = HEADER + Vectors.made(1).length;
    Files.write(file, Arrays.copyOf(Arrays.copyOf(two, first), 100_000));
    try (KernelJournal journal = KernelJournal.open(file)) {
      assertThat(rest(journal)).hasSize(1);
      assertThat(journal.next(decoder)).isFalse();
      Files.write(file, Arrays.copyOf(two, 100_000));
      assertThat(rest(journal)).containsExactly(Vectors.made(2));
    }
  }

  @Test
  void shouldTakeZerosForSpaceSetAsideOnlyWhereNothingFollowsThem() throws IOException {
    for (int zeros : new int[] {132, 4_096, 700_000}) {
      byte[] gap = new byte[zeros];
      assertThat(readSkipping(Vectors.journalOf(List.of(Vectors.made(1), gap)))).hasSize(1);
      assertThat(skipped).isEmpty();

      List<byte[]> events = List.of(Vectors.made(1), gap, Vectors.made(2));
      assertThat(readSkipping(Vectors.journalOf(events)))
          .containsExactly(Vectors.made(1), Vectors.made(2));
      assertThat(skipped).hasSize(1);
      assertThat(skipped.get(0).position()).isEqualTo(HEADER + Vectors.made(1).length);
      assertThat(skipped.get(0).length()).isEqualTo(zeros);
    }
  }

  @Test
  void shouldGiveAnExportedJournalANextIdAboveAllIds() {
    try (KernelJournalWriter writer = KernelJournalWriter.create(file)) {
      append(writer, 10);
      append(writer, 5);
    }
    assertThat(nextEventId()).isEqualTo(11);
    try (KernelJournalWriter writer = KernelJournalWriter.resume(file, file.toFile().length(), 2)) {
      append(writer, 7);
      assertThat(nextEventId()).isEqualTo(11);
      append(writer, -1);
      append(writer, 12);
    }
    assertThat(nextEventId()).isEqualTo(-1);
  }

  private static void append(KernelJournalWriter writer, long id) {
    ByteBuffer event = ByteBuffer.wrap(Vectors.made(1)).order(LITTLE_ENDIAN).putLong(0, id);
    writer.append(new UnsafeBuffer(sealed(event.array())), event.capacity());
    writer.force();
  }

  private long nextEventId() {
    try (KernelJournal journal = KernelJournal.open(file)) {
      return journal.header().orElseThrow().nextEventId();
    }
  }

  @Test
  void shouldNotStayAtZerosInAPipe() throws Exception {
    Path pipe = Pipes.make(directory.resolve("pipe"));
    byte[] gap = new byte[700_000];
    byte[] bytes =
        Vectors.joined(List.of(Vectors.made(1), gap, Vectors.made(2), Arrays.copyOf(gap, 500)));
    Thread writer =
        new Thread(
            () -> {
              try {
                Files.write(pipe, bytes);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    try (KernelJournal journal = KernelJournal.open(pipe).untilEnd().skippingBad(skipped::add)) {
      writer.start();
      List<byte[]> events = new ArrayList<>();
      await()
          .until(
              () -> {
                events.addAll(rest(journal));
                return events.size() == 2;
              });
      writer.join();
      await().until(() -> !journal.next(decoder) && journal.isAtEnd());
      assertThat(events).containsExactly(Vectors.made(1), Vectors.made(2));
      assertThat(skipped).hasSize(1);
      assertThat(skipped.get(0).length()).isEqualTo(gap.length);
    }
  }

  @Test
  void shouldPassOverTheSameBytesHoweverSlowlyAStreamBringsThem() {
    byte[] gap = new byte[700_000];
    byte[] damaged = Vectors.made(3);
    damaged[300]++;
    byte[] bytes =
        Vectors.joined(
            List.of(Vectors.made(1), gap, Vectors.made(2), damaged, Vectors.made(4), new byte[9]));
    long gapAt = Vectors.made(1).length;
    long damagedAt = gapAt + gap.length + Vectors.made(2).length;
    for (int step : List.of(70_001, 200_000, bytes.length)) {
      skipped.clear();
      List<byte[]> events = new ArrayList<>();
      TrickledInput input = new TrickledInput(bytes, step);
      try (KernelJournal journal =
          new KernelJournal(file, input).untilEnd().skippingBad(skipped::add)) {
        while (!journal.isAtEnd()) {
          events.addAll(rest(journal));
          assertThat(journal.position())
              .as("nothing is passed over before the next sound event is there")
              .satisfiesAnyOf(
                  position -> assertThat(position).isIn(0L, gapAt),
                  position -> assertThat(position).isGreaterThan(gapAt + gap.length));
        }
      }
      assertThat(events).containsExactly(Vectors.made(1), Vectors.made(2), Vectors.made(4));
      assertThat(skipped)
          .extracting(BadKernelEvent::position, BadKernelEvent::length)
          .containsExactly(
              tuple(gapAt, (long) gap.length), tuple(damagedAt, (long) damaged.length));
    }
  }

  @Test
  void shouldRefuseATruncatedTailOnlyOfAJournalThatHasEnded() throws IOException {
    byte[] bytes = Vectors.journalOf(Vectors.made(1, 3));
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    try (KernelJournal growing = KernelJournal.open(file);
        KernelJournal ended = KernelJournal.open(file).untilEnd()) {
      assertThat(rest(growing)).hasSize(1);
      assertThat(ended.next(decoder)).isTrue();
      MalformedKernelEventException error =
          catchThrowableOfType(MalformedKernelEventException.class, () -> ended.next(decoder));
      assertThat(error.reason()).isEqualTo(Reason.CUT_SHORT);
      assertThat(error.position()).isEqualTo(HEADER + Vectors.made(1).length);
      assertThat(error)
          .hasMessageContaining("file=" + file)
          .hasMessageContaining("actual=" + (Vectors.made(2).length - 1));
    }
  }

  @Test
  void shouldStayAtAMalformedEventUntilItIsToldToGoOn() throws IOException {
    byte[] bad = Vectors.made(2);
    bad[300]++;
    Files.write(file, Vectors.journalOf(List.of(Vectors.made(1), bad, Vectors.made(3))));
    try (KernelJournal journal = KernelJournal.open(file)) {
      assertThat(journal.next(decoder)).isTrue();
      assertThatThrownBy(() -> journal.next(decoder)).hasMessageContaining("checksum");
      assertThatThrownBy(() -> journal.next(decoder)).hasMessageContaining("checksum");
      BadKernelEvent passed = journal.skip().orElseThrow();
      assertThat(passed.position()).isEqualTo(HEADER + Vectors.made(1).length);
      assertThat(passed.length()).isEqualTo(bad.length);
      assertThat(rest(journal)).containsExactly(Vectors.made(3));
    }
  }

  /** Each kind of damage, in the middle, at the beginning and at the end. */
  @Test
  void shouldSkipExactlyTheBadEvent() throws IOException {
    for (byte[] bad : damages(Vectors.made(20))) {
      for (int place = 0; place <= 3; place++) {
        List<byte[]> events = new ArrayList<>(Vectors.made(1, 4));
        events.add(place, bad);

        assertThat(readSkipping(Vectors.journalOf(events)))
            .as("%s at %d", skipped, place)
            .containsExactlyElementsOf(Vectors.made(1, 4));
        assertThat(skipped).hasSize(1);
        assertThat(skipped.get(0).length()).isEqualTo(bad.length);
      }
    }
  }

  private static List<byte[]> damages(byte[] event) {
    byte[] badText = event.clone();
    badText[132 + 24] = (byte) 0xFF;
    byte[] noEnd = event.clone();
    Arrays.fill(noEnd, 132 + 24, 132 + 24 + 4096, (byte) 'x');
    byte[] cut = Arrays.copyOf(event, event.length - 100);
    return List.of(
        with(event, 84, 0), // checksum
        with(event, 500, 1), // a byte
        sealed(with(event, 80, 2)), // version
        sealed(badText),
        sealed(noEnd),
        with(event, 64, 10), // event_size too small
        with(event, 64, -1),
        with(event, 64, event.length + 1),
        with(event, 72, -1), // payload_size
        with(event, 72, 1_000),
        with(event, 96, 256), // links
        with(event, 68, 4), // context_size
        with(with(event, 64, event.length + 8), 72, 28), // both agree and lie
        cut);
  }

  @Test
  void shouldSkipSeveralBadEventsOneByOne() throws IOException {
    byte[] one = with(Vectors.made(20), 84, 0);
    byte[] two = with(Vectors.made(21), 84, 0);
    List<byte[]> events = List.of(Vectors.made(1), one, two, Vectors.made(3), one);

    assertThat(readSkipping(Vectors.journalOf(events)))
        .containsExactly(Vectors.made(1), Vectors.made(3));
    assertThat(skipped).hasSize(3);
  }

  @Test
  void shouldNotTakeAnEventInAPayloadForOneBehindABadEvent() throws IOException {
    byte[] inner = Vectors.made(7);
    byte[] outer = KernelEventCodec.encode(SemanticEvent.builder(0x8001).payload(inner).build());
    outer[200]++;

    assertThat(readSkipping(Vectors.journalOf(List.of(outer, Vectors.made(2)))))
        .containsExactly(Vectors.made(2));
    assertThat(skipped.get(0).length()).isEqualTo(outer.length);
  }

  @Test
  void shouldFindTheNextEventBehindMuchGarbage() throws IOException {
    byte[] garbage = new byte[700_000];
    new Random(5).nextBytes(garbage);
    List<byte[]> events = List.of(Vectors.made(1), garbage, Vectors.made(2));

    assertThat(readSkipping(Vectors.journalOf(events)))
        .containsExactly(Vectors.made(1), Vectors.made(2));
    assertThat(skipped).hasSize(1);
    assertThat(skipped.get(0).length()).isEqualTo(garbage.length);
  }

  @Test
  void shouldWaitBehindABadEventUntilMoreTellsWhereItEnds() throws IOException {
    byte[] bad = with(Vectors.made(2), 64, 7);
    Files.write(file, Vectors.journalOf(List.of(Vectors.made(1), bad)));
    try (KernelJournal journal = KernelJournal.open(file).skippingBad(skipped::add)) {
      assertThat(rest(journal)).hasSize(1);
      byte[] next = Vectors.made(3);
      Vectors.append(file, Arrays.copyOf(next, 1_000));
      assertThat(rest(journal)).isEmpty();
      Vectors.append(file, Arrays.copyOfRange(next, 1_000, next.length));
      assertThat(rest(journal)).containsExactly(next);
      assertThat(skipped).hasSize(1);
      assertThat(skipped.get(0).length()).isEqualTo(bad.length);
    }
  }

  @Test
  void shouldReadAPipeWhileItIsWritten() throws Exception {
    Path pipe = Pipes.make(directory.resolve("pipe"));
    byte[] bytes = Vectors.journalOf(Vectors.made(1, 40));
    Thread writer =
        new Thread(
            () -> {
              try (OutputStream out = Files.newOutputStream(pipe)) {
                for (int at = 0; at < bytes.length; at += 1_009) {
                  out.write(bytes, at, Math.min(1_009, bytes.length - at));
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    try (KernelJournal journal = KernelJournal.open(pipe)) {
      writer.start();
      List<byte[]> events = new ArrayList<>();
      await().until(() -> events.addAll(rest(journal)) && events.size() == 39);
      writer.join();
      assertThat(events).containsExactlyElementsOf(Vectors.made(1, 40));
      await().until(() -> !journal.next(decoder) && journal.isAtEnd());
      assertThatThrownBy(() -> journal.seek(0)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void shouldCloseAPipeThatNobodyWritesTo() throws Exception {
    Path pipe = Pipes.make(directory.resolve("pipe"));
    KernelJournal journal = KernelJournal.open(pipe);
    assertThat(journal.next(decoder)).isFalse();
    journal.close();

    String name = "semj-kernel-pipe";
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals(name)));
  }
}
