package io.semj.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.tool.fixture.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code semj causality}. */
class CausalityTest {
  @TempDir private Path temp;
  private Path journal;

  private static String link(int cause, int effect) {
    return "\"causality_links\":[{\"cause_event_id\":"
        + cause
        + ",\"effect_event_id\":"
        + effect
        + ",\"causality_type\":1,\"causality_strength\":90,\"description\":\"so\"}]";
  }

  @BeforeEach
  void fill() {
    journal = temp.resolve("journal");
    emit(
        "{\"type\":\"agent.query\"}",
        "{\"type\":\"agent.decision\",\"parent_event_id\":1,\"root_cause_event_id\":1}",
        "{\"type\":\"filesystem.write\"," + link(2, 3) + "}",
        "{\"type\":\"system.sync\"}",
        "{\"type\":\"filesystem.write\",\"parent_event_id\":99}",
        "{\"type\":\"filesystem.write\",\"event_id\":500,\"parent_event_id\":3}");
  }

  private void emit(String... lines) {
    Run run = Run.withInput(String.join("\n", lines), "emit", journal);
    assertThat(run).isEqualTo(new Run(ExitCode.OK, "", ""));
  }

  private List<Integer> nodes(String part, String id) {
    Run run = Run.of("causality", "--json", "--show", part, journal, id);
    assertThat(run.err()).isEmpty();
    String nodes = run.out().replaceAll("\"edges\".*", "");
    return Pattern.compile("\"event_id\":(\\d+)")
        .matcher(nodes)
        .results()
        .map(found -> Integer.valueOf(found.group(1)))
        .toList();
  }

  @Test
  void shouldTellWhatCausedAnEventAndWhatItCaused() {
    assertThat(nodes("ancestors", "3")).containsExactly(1, 2, 3);
    assertThat(nodes("descendants", "2")).containsExactly(2, 3, 500);
    assertThat(nodes("chain", "3")).containsExactly(1, 2, 3, 500);
    assertThat(nodes("chain", "4")).containsExactly(4);
    assertThat(nodes("roots", "500")).containsExactly(1);
  }

  @Test
  void shouldDrawTheGraphForGraphviz() {
    Run run = Run.of("causality", "--dot", journal, "3");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("digraph").contains("->").endsWith("}\n");
  }

  @Test
  void shouldTellItInWordsAndNameWhatIsNotThere() {
    Run run = Run.of("causality", journal, "3");
    assertThat(run.lines()).hasSize(4);
    assertThat(run.lines().get(1)).contains("#2  agent.decision  event 2  from 1 (");
    assertThat(run.lines().get(2)).endsWith("event 3  from 2 (link: so)");
    assertThat(Run.of("causality", journal, "5").out()).contains("event 99  is not in the journal");
    assertThat(Run.of("causality", "--depth", "1", "--show", "ancestors", journal, "3").out())
        .endsWith("there is more: --depth and --nodes say how far to go\n");
  }

  @Test
  void shouldTakeASequenceWhereNoEventHasTheId() {
    Run byId = Run.of("causality", "--json", journal, "500");
    assertThat(byId.code()).isZero();
    assertThat(Run.of("causality", "--json", journal, "6")).isEqualTo(byId);
    assertThat(Run.of("causality", "--json", journal, "seq:6")).isEqualTo(byId);
  }

  @Test
  void shouldReportEventsThatCauseEachOther() {
    emit(
        "{\"type\":\"graph.query\"," + link(7, 8) + "}",
        "{\"type\":\"graph.query\"," + link(8, 7) + "}");
    Run run = Run.of("causality", "--json", journal, "7");
    assertThat(run.code()).isEqualTo(ExitCode.DAMAGED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("semj: events cause each other in a circle").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "77, no such event",
    "seq:77, no such event",
    "0, no such event",
    "x, ID is no number",
    "seq:, ID is no number"
  })
  void shouldSayInOneLineThatThereIsNoSuchEvent(String id, String reason) {
    Run run = Run.of("causality", journal, id);
    assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).startsWith("semj: " + reason).hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "--dot, --json",
    "--dot, --show=roots",
    "--json, --depth=-1",
    "--json, --nodes=0",
    "--json, --show=cousins"
  })
  void shouldRefuseOptionsThatMakeNoSense(String first, String second) {
    Run run = Run.of("causality", first, second, journal, "3");
    assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).startsWith("semj: ").hasLineCount(1);
  }
}
