package io.semj.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.JournalConfig;
import io.semj.core.SemanticJournal;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal many times as large as the memory of the JVM that asks it. */
class LargeJournalTest {
  private static final int EVENTS = 1_000_000;

  @TempDir Path directory;

  private void fill() {
    JournalConfig config = JournalConfig.builder(directory).maxSegmentBytes(16 << 20).build();
    EventBuilder event = new EventBuilder(EventType.FILESYSTEM_WRITE);
    List<EventType> types = List.of(EventType.values());
    try (SemanticJournal journal = SemanticJournal.open(config)) {
      for (int i = 0; i < EVENTS; i++) {
        event
            .reset(types.get(i % types.size()))
            .timestampNanos(RandomJournal.START + i * 1_000_000L)
            .transactionId(1 + i / 20)
            .path("/srv/dir" + i / 400 + "/file" + i / 4)
            .payload(new byte[200]);
        journal.emitEvent(event);
      }
    }
  }

  @Test
  void shouldBeStreamedSortedAndAddedUpInLittleMemory() throws Exception {
    fill();
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Asking.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor()).as(said).isZero();
    assertThat(said)
        .contains("streamed " + EVENTS)
        .contains("total " + EVENTS)
        .contains("latest " + EVENTS)
        .contains("groups " + EventType.values().length);
  }

  /** The JVM with little memory. */
  static final class Asking {
    private Asking() {}

    public static void main(String[] args) throws IOException {
      try (JournalQueries queries =
          JournalQueries.open(Path.of(args[0]), JournalQueries.UserKeys.NONE)) {
        long streamed = 0;
        try (EventStream stream = queries.stream(EventQuery.builder().descending().build())) {
          while (stream.hasNext()) {
            stream.next();
            streamed++;
          }
        }
        QueryResponse response =
            queries.queryEvents(
                EventQuery.builder()
                    .sort(SortKey.TIME)
                    .descending()
                    .limit(10)
                    .aggregate(Aggregation.by(GroupKey.TYPE))
                    .build());
        System.out.println("streamed " + streamed);
        System.out.println("total " + response.total().orElse(0));
        System.out.println("latest " + response.events().get(0).sequence());
        System.out.println("groups " + response.groups().size());
      }
    }
  }
}
