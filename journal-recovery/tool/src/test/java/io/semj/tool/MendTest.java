package io.semj.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.SemanticJournal;
import io.semj.tool.fixture.Journals;
import io.semj.tool.fixture.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs that mend, and those that say what mending would do. */
class MendTest {
  private static final int EVENTS = 30_000;

  @TempDir private Path temp;
  private Path journal;

  @BeforeEach
  void fill() {
    journal = Journals.filled(temp.resolve("journal"), EVENTS);
  }

  private void damageTheFirstSegment() throws IOException {
    Path segment = journal.resolve("00000000000000000001.semj");
    byte[] bytes = Files.readAllBytes(segment);
    bytes[5_000] ^= 1;
    Files.write(segment, bytes);
  }

  private static List<String> listing(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .map(file -> file + " " + file.toFile().length() + " " + file.toFile().lastModified())
          .sorted()
          .toList();
    }
  }

  @Test
  void shouldPrintThePlanOfARecoveryAndChangeNothing() throws IOException {
    damageTheFirstSegment();
    Files.delete(journal.resolve("journal.lock"));
    List<String> before = listing(journal);
    Run run = Run.of("recover", "--dry-run", journal);
    assertThat(run.code()).isEqualTo(ExitCode.EVENTS_LOST);
    assertThat(run.out()).startsWith("recovery plan for ").contains("strategy      EMERGENCY");
    assertThat(Run.of("recover", "--dry-run", "--json", journal).out())
        .contains("\"strategy\":\"EMERGENCY\"");
    assertThat(listing(journal)).isEqualTo(before);
  }

  @Test
  void shouldRecoverADamagedJournalAndSayWhatIsLost() throws IOException {
    damageTheFirstSegment();
    Run run = Run.of("recover", journal);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isEqualTo(ExitCode.EVENTS_LOST);
    assertThat(run.out()).startsWith("recovery done: ").containsPattern("lost +\\d+ events: \\d+");
    assertThat(Run.of("verify", journal).code()).isZero();
    assertThat(Run.of("cat", journal).lines()).hasSizeBetween(EVENTS - 500, EVENTS - 1);
    assertThat(Run.of("info", journal).out()).doesNotContain("quarantine   none");
  }

  @Test
  void shouldCutBehindASequenceOrATime() {
    assertThat(Run.of("recover", "--strategy", "partial", "--through-seq", "20000", journal).code())
        .isZero();
    assertThat(Run.of("cat", journal).lines()).hasSize(20_000);
    assertThat(Run.of("recover", "--through-time", "2025-10-09T08:53:29Z", journal).code())
        .isZero();
    assertThat(Run.of("cat", journal).lines()).hasSize(10);
    assertThat(Run.of("verify", journal).code()).isZero();
    // Sequences are never given out twice.
    Run emitted = Run.withInput("{\"type\":\"vector.search\"}", "emit", "--ack", journal);
    assertThat(emitted.out()).isEqualTo("{\"sequence\":" + (EVENTS + 1) + "}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--strategy=nonsense",
        "--strategy=coordinated",
        "--strategy=partial",
        "--failure=nonsense",
        "--through-seq=-1"
      })
  void shouldRefuseWhatCannotBeRecoveredSo(String option) throws IOException {
    List<String> before = listing(journal);
    Run run = Run.of("recover", option, journal);
    assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).startsWith("semj: ").hasLineCount(1);
    assertThat(listing(journal)).isEqualTo(before);
  }

  @Test
  void shouldSalvageIntoAnotherDirectoryAndLeaveTheJournalAlone() throws IOException {
    damageTheFirstSegment();
    Path out = temp.resolve("out");
    Run run = Run.of("salvage", journal, out);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isEqualTo(ExitCode.EVENTS_LOST);
    assertThat(run.out()).containsPattern("lost +\\d+ events: \\d+");
    assertThat(Run.of("verify", out).code()).isZero();
    assertThat(Run.of("verify", journal).code()).isEqualTo(ExitCode.DAMAGED);
    assertThat(Run.of("salvage", out, temp.resolve("sound")).code()).isZero();
    Run again = Run.of("salvage", journal, out);
    assertThat(again.code()).isEqualTo(ExitCode.FAILED);
    assertThat(again.err()).hasLineCount(1);
  }

  @Test
  void shouldNotRecoverUnderAWriter() {
    try (SemanticJournal writer = Journals.open(journal)) {
      Run run = Run.of("recover", journal);
      assertThat(run.code()).isEqualTo(ExitCode.FAILED);
      assertThat(run.err()).contains("journal is open for writing elsewhere").hasLineCount(1);
      assertThat(writer.status().lastEmittedSequence()).isEqualTo(EVENTS);
    }
  }

  @Test
  void shouldSayWhatAReplayWouldGiveAndFind() throws IOException {
    List<String> before = listing(journal);
    Run sound = Run.of("replay", "--dry-run", "--category", "agent", "--json", journal);
    assertThat(sound.code()).isZero();
    assertThat(sound.out()).contains("\"wanted\":" + EVENTS / 2);
    assertThat(Run.of("replay", "--dry-run", "--validation", "strict", journal).code()).isZero();
    assertThat(listing(journal)).isEqualTo(before);
    damageTheFirstSegment();
    Run damaged = Run.of("replay", "--dry-run", journal);
    assertThat(damaged.code()).isEqualTo(ExitCode.DAMAGED);
    assertThat(damaged.err()).hasLineCount(1);
    Run past = Run.of("replay", "--dry-run", "--past-damage", journal);
    assertThat(past.code()).isEqualTo(ExitCode.DAMAGED);
    assertThat(past.err()).isEmpty();
    assertThat(Run.of("replay", journal).code()).isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test
  void shouldSayWhatRetentionWouldRemoveAndRemoveNothing() throws IOException {
    List<String> before = listing(journal);
    Run run = Run.of("retain", "--dry-run", "--count", "1", journal);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("retention of ").contains("00000000000000000001.semj");
    assertThat(Run.of("retain", "--dry-run", "--json", journal).out())
        .contains("\"segments_removed\":0");
    assertThat(listing(journal)).isEqualTo(before);
    assertThat(Run.of("retain", "--dry-run", "--bytes", "1MiB", journal).out())
        .contains("00000000000000000001.semj");
    assertThat(Run.of("retain", "--dry-run", "--bytes", "10GB", "--age", "36500d", journal).out())
        .contains(": 0 segments go");
    assertThat(Run.of("retain", "--count", "1", journal).code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(Run.of("retain", "--dry-run", "--count", "-1", journal).err()).hasLineCount(1);
  }

  @Test
  void shouldCompactByFilterByLatestAndByCompression() throws IOException {
    Path originals = temp.resolve("originals");
    List<String> before = listing(journal);
    Run dry = Run.of("compact", "--category", "agent", "--dry-run", journal);
    assertThat(dry.err()).isEmpty();
    assertThat(dry.out()).startsWith("would compact ");
    assertThat(listing(journal)).isEqualTo(before);

    Run filtered = Run.of("compact", "--category", "agent", "--originals", originals, journal);
    assertThat(filtered.err()).isEmpty();
    assertThat(filtered.out()).startsWith("compacted ");
    assertThat(listing(originals)).hasSizeGreaterThan(1);
    assertThat(Run.of("cat", "--type", "filesystem.write", journal).lines()).isEmpty();
    assertThat(Run.of("cat", journal).lines()).hasSize(EVENTS / 2);

    assertThat(Run.of("compact", "--latest-by", "agent", journal).code()).isZero();
    assertThat(Run.of("cat", journal).lines()).hasSize(2);
    Run zstd = Run.of("compact", "--compression", "zstd", "--json", journal);
    assertThat(zstd.code()).isZero();
    assertThat(zstd.out()).startsWith("{\"directory\":");
    assertThat(Run.of("verify", journal).code()).isZero();
    assertThat(Run.of("segments", journal).out()).contains("sealed, rewritten");
  }

  @Test
  void shouldNotCompactWithoutSayingWhatIsToBeKept() {
    Run run = Run.of("compact", journal);
    assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).startsWith("semj: nothing to do: ").hasLineCount(1);
    assertThat(Run.of("compact", "--latest-by", "path", "--type", "agent.query", journal).code())
        .isEqualTo(ExitCode.BAD_INPUT);
  }
}
