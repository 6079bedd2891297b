package io.semj.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.error.JournalException;
import io.semj.error.MalformedKernelEventException;
import io.semj.event.KernelEventCodec;
import io.semj.event.KernelEventDecoder;
import io.semj.event.KernelEventEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.agrona.concurrent.UnsafeBuffer;

/** Damage at random places: what is sound is read, what is not is refused, nothing else happens. */
class ResyncPropertyTest {
  private static final int EVENTS = 6;

  private static List<byte[]> read(byte[] bytes, List<BadKernelEvent> skipped) {
    try {
      Path file = Files.createTempFile("semj-kernel", ".bin");
      try (KernelJournal journal = KernelJournal.open(file).untilEnd()) {
        Files.write(file, bytes);
        journal.skippingBad(skipped::add);
        return all(journal);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<byte[]> all(KernelJournal journal) {
    KernelEventDecoder decoder = new KernelEventDecoder();
    KernelEventEncoder encoder = new KernelEventEncoder();
    List<byte[]> events = new ArrayList<>();
    while (journal.next(decoder)) {
      encoder.encode(decoder.record());
      events.add(encoder.toByteArray());
    }
    return events;
  }

  @Property(tries = 300)
  void shouldLoseExactlyTheEventThatWasDamaged(@ForAll long seed) {
    Random random = new Random(seed);
    List<byte[]> events = Vectors.made(1, 1 + EVENTS);
    int victim = random.nextInt(EVENTS);
    byte[] damaged = events.get(victim);
    // The header is where lengths are; a few bytes of it or of the rest become something else.
    int range = random.nextBoolean() ? 132 : damaged.length;
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      damaged[random.nextInt(range)] = (byte) random.nextInt(256);
    }
    List<byte[]> expected = new ArrayList<>(Vectors.made(1, 1 + EVENTS));
    if (!Arrays.equals(damaged, expected.get(victim))) {
      expected.remove(victim);
    }
    List<BadKernelEvent> skipped = new ArrayList<>();

    assertThat(read(Vectors.journalOf(events), skipped)).containsExactlyElementsOf(expected);
    assertThat(skipped.stream().mapToLong(BadKernelEvent::length).sum())
        .isEqualTo(expected.size() == EVENTS ? 0 : damaged.length);
  }

  @Property(tries = 300)
  void shouldReadWhatIsWholeOfAJournalCutAnywhere(@ForAll long seed) {
    byte[] bytes = Vectors.journalOf(Vectors.made(1, 1 + EVENTS));
    int cut = 52 + new Random(seed).nextInt(bytes.length - 52);
    List<BadKernelEvent> skipped = new ArrayList<>();
    List<byte[]> read = read(Arrays.copyOf(bytes, cut), skipped);
    long whole = 52 + read.stream().mapToLong(event -> event.length).sum();

    assertThat(read).containsExactlyElementsOf(Vectors.made(1, 1 + read.size()));
    assertThat(skipped.stream().mapToLong(BadKernelEvent::length).sum()).isEqualTo(cut - whole);
  }

  @Property(tries = 1_000)
  void shouldRefuseBytesThatAreNoEventAndDoNothingElse(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes;
    if (random.nextBoolean()) {
      bytes = new byte[random.nextInt(8_000)];
      random.nextBytes(bytes);
    } else {
      bytes = Vectors.made(1);
      for (int i = random.nextInt(6); i >= 0; i--) {
        bytes[random.nextInt(132)] ^= (byte) (1 << random.nextInt(8));
      }
    }
    try {
      byte[] back =
          KernelEventCodec.encode(
              KernelEventCodec.decode(new UnsafeBuffer(bytes), 0, bytes.length));
      assertThat(back).isEqualTo(bytes); // the flips took each other back
    } catch (MalformedKernelEventException e) {
      assertThat(e.offset()).isBetween(0, Math.max(132, bytes.length));
      assertThat(e.getMessage()).contains("field=", "offset=", "expected=", "actual=");
    }
  }

  @Property(tries = 200)
  void shouldNeverReadForEverOrFailInAnotherWay(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = Vectors.journalOf(Vectors.made(1, 4));
    for (int i = random.nextInt(200); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    try {
      assertThat(read(bytes, new ArrayList<>()).size()).isLessThanOrEqualTo(3);
    } catch (JournalException headerIsDamaged) {
      assertThat(headerIsDamaged.getMessage()).contains("file=");
    }
  }
}
