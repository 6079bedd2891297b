package io.semj.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.tool.fixture.Journals;
import io.semj.tool.fixture.RandomEvents;
import io.semj.tool.fixture.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Whatever the command is given, it answers in its own words. */
class GarbageTest {
  private static final byte[] SEGMENT = segment();
  private static final byte[] LINES = lines();

  private static byte[] segment() {
    return inTemp(
        temp -> {
          Path journal = Journals.filled(temp.resolve("journal"), 60);
          return Files.readAllBytes(journal.resolve("00000000000000000001.semj"));
        });
  }

  private static byte[] lines() {
    return inTemp(
        temp -> {
          Path journal = temp.resolve("journal");
          try (var writer = Journals.open(journal)) {
            RandomEvents events = new RandomEvents(1);
            for (int i = 0; i < 5; i++) {
              writer.emitEvent(events.next());
            }
          }
          return Run.of("cat", "--json", journal).out().getBytes(StandardCharsets.UTF_8);
        });
  }

  private interface Work<T> {
    T in(Path temp) throws IOException;
  }

  private static <T> T inTemp(Work<T> work) {
    try {
      Path temp = Files.createTempDirectory("semj-garbage");
      try {
        return work.in(temp);
      } finally {
        try (Stream<Path> files = Files.walk(temp)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Changes a few bytes, cuts, repeats, or leaves nothing of it. */
  private static byte[] garble(byte[] original, Random random) {
    if (random.nextInt(10) == 0) {
      byte[] noise = new byte[random.nextInt(4_000)];
      random.nextBytes(noise);
      return noise;
    }
    byte[] bytes = original.clone();
    for (int i = random.nextInt(8); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 -> bytes = Arrays.copyOf(bytes, at + 1);
        default -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(64), bytes.length - Math.max(at, from));
          System.arraycopy(bytes, from, bytes, at, length);
        }
      }
    }
    return bytes;
  }

  private static void assertAnswers(Run run, String what) {
    assertThat(run.code()).as(what).isBetween(0, 2);
    assertThat(run.err()).as(what).doesNotContain("Exception", "\tat ", "internal error");
    assertThat(run.err().lines().count()).as(what).isLessThanOrEqualTo(1);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void shouldLookAtAnyGarbledSegment(@ForAll long seed) {
    inTemp(
        temp -> {
          Random random = new Random(seed);
          Path segment = temp.resolve("00000000000000000001.semj");
          Files.write(segment, garble(SEGMENT, random));
          for (String verb : List.of("cat", "tail", "info", "stats", "segments", "verify")) {
            assertAnswers(Run.of(verb, temp), verb);
          }
          assertAnswers(Run.of("cat", "--json", "--reverse", temp), "cat --reverse");
          assertAnswers(Run.of("dump", segment), "dump");
          String offset = Integer.toString(512 + random.nextInt(64) * 8);
          assertAnswers(Run.of("dump", segment, "--offset", offset), "dump --offset");
          assertAnswers(Run.of("dump", segment, "--offset", "512"), "dump --offset 512");
          assertAnswers(Run.of("export", temp, temp.resolve("out")), "export");
          assertAnswers(Run.of("query", "--json", "--type", "agent.query", temp), "query");
          assertAnswers(Run.of("agg", "--by", "agent", temp), "agg");
          assertAnswers(Run.of("index", "info", temp), "index info");
          assertAnswers(Run.of("index", "verify", temp), "index verify");
          assertAnswers(Run.of("cat", "--type", "agent.query", temp), "cat by the index");
          return null;
        });
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void shouldAnswerTheSameWhateverBecomesOfIndexFiles(@ForAll long seed) {
    inTemp(
        temp -> {
          Path journal = Journals.filled(temp.resolve("journal"), 100);
          assertThat(Run.of("index", "rebuild", journal).code()).isZero();
          Run before = Run.of("query", "--json", "--tx", "3", journal);
          assertThat(before.lines()).isNotEmpty();
          Path index = journal.resolve("index/00000000000000000001.semx");
          byte[] garbled = garble(Files.readAllBytes(index), new Random(seed));
          Files.write(index, garbled);
          assertAnswers(Run.of("index", "verify", journal), "verify");
          assertThat(Run.of("cat", "--json", "--tx", "3", journal)).isEqualTo(before);
          assertThat(index).hasBinaryContent(garbled);
          assertThat(Run.of("query", "--json", "--tx", "3", journal)).isEqualTo(before);
          assertThat(Run.of("index", "verify", journal).code()).isZero();
          return null;
        });
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void shouldTakeAnyGarbledLineOrRefuseIt(@ForAll long seed) {
    inTemp(
        temp -> {
          byte[] input = garble(LINES, new Random(seed));
          Path journal = temp.resolve("journal");
          Run run = Run.withInput(input, "emit", "--ack", "--skip-bad", journal);
          assertThat(run.code()).isIn(0, 2);
          assertThat(run.err()).doesNotContain("Exception", "\tat ", "internal error");
          assertThat(run.err().lines()).allMatch(line -> line.startsWith("semj: line "));
          Run printed = Run.of("cat", "--json", journal);
          assertThat(printed.lines()).hasSameSizeAs(run.lines());
          Run again = Run.withInput(printed.out(), "emit", temp.resolve("again"));
          assertThat(again).isEqualTo(new Run(0, "", ""));
          return null;
        });
  }
}
