package io.semj.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.tool.fixture.Journals;
import io.semj.tool.fixture.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Journals that lost parts of themselves, before every verb that reads. */
class DamageTest {
  private static final int EVENTS = 60_000;

  @TempDir private Path temp;
  private Path journal;

  /** What happens to a journal of at least three segments. */
  private enum Damage {
    EMPTY_MIDDLE {
      @Override
      void inflict(List<Path> segments) throws IOException {
        Files.write(middle(segments), new byte[0]);
      }
    },
    BLANK_HEAD_IN_THE_MIDDLE {
      @Override
      void inflict(List<Path> segments) throws IOException {
        byte[] bytes = Files.readAllBytes(middle(segments));
        Arrays.fill(bytes, 0, 512, (byte) 0);
        Files.write(middle(segments), bytes);
      }
    },
    NO_SEGMENT_AT_ALL_IN_THE_MIDDLE {
      @Override
      void inflict(List<Path> segments) throws IOException {
        Files.writeString(middle(segments), "something else".repeat(100));
      }
    },
    FLIPPED_BIT_IN_THE_MIDDLE {
      @Override
      void inflict(List<Path> segments) throws IOException {
        byte[] bytes = Files.readAllBytes(middle(segments));
        bytes[bytes.length / 2] ^= 1;
        Files.write(middle(segments), bytes);
      }
    },
    MIDDLE_GONE {
      @Override
      void inflict(List<Path> segments) throws IOException {
        Files.delete(middle(segments));
      }
    },
    EMPTY_LAST {
      @Override
      void inflict(List<Path> segments) throws IOException {
        Files.write(last(segments), new byte[0]);
      }
    },
    LAST_GONE {
      @Override
      void inflict(List<Path> segments) throws IOException {
        Files.delete(last(segments));
      }
    },
    ALL_GONE {
      @Override
      void inflict(List<Path> segments) throws IOException {
        for (Path segment : segments) {
          Files.delete(segment);
        }
      }
    };

    abstract void inflict(List<Path> segments) throws IOException;

    private static Path middle(List<Path> segments) {
      return segments.get(segments.size() / 2);
    }

    private static Path last(List<Path> segments) {
      return segments.get(segments.size() - 1);
    }
  }

  @BeforeEach
  void fill() {
    journal = Journals.filled(temp.resolve("journal"), EVENTS);
  }

  private List<Path> segments() {
    try (Stream<Path> files = Files.list(journal)) {
      return files.filter(file -> file.toString().endsWith(".semj")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertToldInOneLine(Run run, int code, String what) {
    assertThat(run.code()).as(what + ": " + run.err()).isEqualTo(code);
    assertThat(run.err()).as(what).startsWith("semj: ").hasLineCount(1);
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void shouldNeverTakeAPartOfAJournalForTheWhole(Damage damage) throws IOException {
    assertThat(segments()).hasSizeGreaterThanOrEqualTo(3);
    damage.inflict(segments());
    for (String verb : List.of("cat", "stats")) {
      assertToldInOneLine(Run.of(verb, journal), ExitCode.BAD_INPUT, verb);
    }
    assertToldInOneLine(Run.of("cat", "--reverse", journal), ExitCode.BAD_INPUT, "reverse");
    Path out = temp.resolve("out");
    assertToldInOneLine(Run.of("export", journal, out), ExitCode.BAD_INPUT, "export");
    assertThat(out.resolve("manifest.json")).doesNotExist();
    assertThat(Run.of("verify", journal).code()).isEqualTo(ExitCode.DAMAGED);
    for (String verb : List.of("info", "segments")) {
      Run run = Run.of(verb, journal);
      boolean heads = damage != Damage.FLIPPED_BIT_IN_THE_MIDDLE;
      assertThat(run.code()).as(verb).isEqualTo(heads ? ExitCode.BAD_INPUT : ExitCode.OK);
      assertThat(run.err()).as(verb).hasLineCount(heads ? 1 : 0);
    }
  }

  @Test
  void shouldPrintTheSoundEventsBehindDamageNewestFirst() throws IOException {
    Damage.FLIPPED_BIT_IN_THE_MIDDLE.inflict(segments());
    Run tail = Run.of("tail", "--json", "-n", "3", journal);
    assertThat(tail.code()).isZero();
    assertThat(tail.lines()).hasSize(3).last().asString().startsWith("{\"sequence\":" + EVENTS);
    Run all = Run.of("cat", "--json", "--reverse", journal);
    assertToldInOneLine(all, ExitCode.BAD_INPUT, "reverse");
    int before = Run.of("cat", journal).lines().size();
    // One block is lost, which has no more events than the ring.
    assertThat(before + all.lines().size()).isBetween(EVENTS - Journals.RING, EVENTS - 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"MIDDLE_GONE", "EMPTY_MIDDLE", "NO_SEGMENT_AT_ALL_IN_THE_MIDDLE"})
  void shouldPrintTheSameBesideDamageWithIndexFilesAndWithout(Damage damage) throws IOException {
    assertThat(Run.of("index", "rebuild", journal).code()).isZero();
    damage.inflict(segments());
    List<Run> indexed = readings();
    try (Stream<Path> files = Files.walk(journal.resolve("index"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    assertThat(indexed).isEqualTo(readings());
    assertThat(indexed).allMatch(run -> run.lines().size() >= 5);
  }

  private List<Run> readings() {
    return List.of(
        Run.of("cat", "--json", "--agent", "agent-1", journal),
        Run.of("cat", "--reverse", "--agent", "agent-1", journal),
        Run.of("tail", "-n", "5", "--type", "agent.query", journal));
  }

  @Test
  void shouldTellAJournalWithoutAnySegmentLeftFromAnEmptyOne() throws IOException {
    Damage.ALL_GONE.inflict(segments());
    Run verify = Run.of("verify", journal);
    assertToldInOneLine(verify, ExitCode.DAMAGED, "verify");
    assertThat(verify.err()).contains("segments are missing: durableSequence=" + EVENTS);
    assertToldInOneLine(Run.of("recover", journal), ExitCode.FAILED, "recover");
    assertToldInOneLine(Run.of("tail", journal), ExitCode.BAD_INPUT, "tail");
    Path empty = Files.createDirectory(temp.resolve("empty"));
    assertThat(Run.of("recover", empty).code()).isZero();
    assertThat(Run.of("verify", empty).code()).isZero();
  }

  @Test
  void shouldNotMissWhatWasCutOff() {
    assertThat(Run.of("recover", "--through-seq", "100", journal).code()).isZero();
    for (String verb : List.of("cat", "tail", "stats", "info", "segments", "verify")) {
      assertThat(Run.of(verb, journal).err()).as(verb).isEmpty();
    }
    assertThat(Run.of("cat", "--reverse", journal).lines()).hasSize(100);
  }
}
