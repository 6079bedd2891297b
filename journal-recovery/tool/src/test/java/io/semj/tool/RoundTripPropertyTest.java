package io.semj.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.JournalConfig;
import io.semj.core.JournalReader;
import io.semj.core.SemanticJournal;
import io.semj.event.EventBuilder;
import io.semj.event.SemanticEvent;
import io.semj.tool.fixture.RandomEvents;
import io.semj.tool.fixture.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** What cat prints, emit takes: the same events, but for what the other journal says of itself. */
class RoundTripPropertyTest {
  private static final int EVENTS = 200;

  @Property(tries = 15, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void shouldGiveTheSameEventsInAnotherJournal(@ForAll long seed) throws IOException {
    Path temp = Files.createTempDirectory("semj-round-trip");
    try {
      Path source = temp.resolve("source");
      Path copy = temp.resolve("copy");
      fill(source, seed);
      Run printed = Run.of("cat", "--json", source);
      assertThat(printed.err()).isEmpty();
      assertThat(printed.lines()).hasSize(EVENTS);

      Run emitted = Run.withInput(printed.out(), "emit", "--ack", copy);
      assertThat(emitted.err()).isEmpty();
      assertThat(emitted.code()).isZero();
      assertThat(emitted.lines()).hasSize(EVENTS);
      assertThat(contents(copy)).isEqualTo(contents(source));
      assertThat(Run.of("cat", "--json", copy).lines().stream().map(this::withoutJournal))
          .isEqualTo(printed.lines().stream().map(this::withoutJournal).toList());
    } finally {
      delete(temp);
    }
  }

  private static void fill(Path directory, long seed) {
    RandomEvents events = new RandomEvents(seed);
    try (SemanticJournal journal =
        SemanticJournal.open(JournalConfig.builder(directory).ringSize(256).build())) {
      for (int i = 0; i < EVENTS; i++) {
        journal.emitEvent(events.next());
      }
    }
  }

  /** What the journal itself adds: times, checksum, the ring's slot. */
  private String withoutJournal(String line) {
    return line.replaceAll(
        "\"(checksum|emission_latency_ns|buffer_position|processing_timestamp"
            + "|persistence_timestamp)\":\\d+,",
        "");
  }

  private static List<SemanticEvent> contents(Path directory) {
    List<SemanticEvent> events = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      for (SemanticEvent event = reader.next(); event != null; event = reader.next()) {
        EventBuilder content = event.toBuilder();
        events.add(
            content
                .identity(
                    event.eventId(),
                    event.kernelSequence(),
                    event.globalSequence(),
                    event.localSequence(),
                    event.cpuId(),
                    event.processId())
                .rootCauseEventId(event.rootCauseEventId())
                .build());
      }
    }
    return events;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
