package io.semj.recovery.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.SemanticJournal;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.recovery.JournalRecovery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process that recovers has less memory than the journal has bytes, and 200 MB at most. */
class MemoryCeilingTest {
  private static final int PAYLOAD = 60_000;
  private static final int EVENTS = 4_000;

  @TempDir private Path temp;

  @Test
  void shouldRecoverAJournalThatIsLargerThanItsMemory() throws Exception {
    Path directory = temp.resolve("journal");
    try (SemanticJournal journal =
        SemanticJournal.open(Journals.config(directory).maxSegmentBytes(32 << 20).build())) {
      EventBuilder builder = new EventBuilder(EventType.GRAPH_NODE_CREATE);
      byte[] payload = new byte[PAYLOAD];
      for (int i = 0; i < EVENTS; i++) {
        journal.emitEvent(builder.reset(EventType.GRAPH_NODE_CREATE).payload(payload));
      }
    }
    assertThat(JournalRecovery.of(directory).inspect().bytes()).isGreaterThan(200L << 20);
    for (int hurt = 0; hurt < 3; hurt++) {
      Journals.flip(Journals.segments(directory).get(hurt), 16 << 20);
    }

    assertThat(child(directory, "salvage")).contains("done");
    assertThat(child(directory, "cut", "2000")).contains("done");
    assertThat(JournalRecovery.of(directory).inspect().lastSequence()).isEqualTo(2_000);
  }

  private static String child(Path directory, String... what)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:MaxDirectMemorySize=64m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            RecoverInChild.class.getName(),
            directory.toString(),
            "0");
    builder.command().addAll(List.of(what));
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return output;
  }
}
