package io.semj.subscribe;

import static org.awaitility.Awaitility.await;

import io.semj.core.JournalConfig;
import io.semj.core.JournalConfigBuilder;
import io.semj.core.JournalReader;
import io.semj.core.SemanticJournal;
import io.semj.core.fixture.Events;
import io.semj.event.SemanticEvent;
import io.semj.format.BlockCompression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Journals of small segments, and what is in them. */
final class Journals {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Journals() {}

  static JournalConfigBuilder config(Path directory) {
    return JournalConfig.builder(directory)
        .maxSegmentBytes(1 << 20)
        .compression(BlockCompression.NONE)
        .ringSize(1024);
  }

  static SemanticJournal open(Path directory) {
    return SemanticJournal.open(config(directory).build());
  }

  static void emit(SemanticJournal journal, int first, int last) {
    for (int number = first; number <= last; number++) {
      journal.emitEvent(Events.of(number % 3, number));
    }
  }

  /** Events of 50 KiB: twenty fill a segment. */
  static void emitLarge(SemanticJournal journal, int count) {
    for (int i = 0; i < count; i++) {
      journal.emitEvent(Events.large(i, 50 << 10));
    }
    journal.flush();
  }

  static List<Long> sequences(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  static List<SemanticEvent> readAll(Path directory) {
    List<SemanticEvent> all = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      for (SemanticEvent event = reader.next(); event != null; event = reader.next()) {
        all.add(event);
      }
    }
    return all;
  }

  /** The files of a journal's directory. */
  static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  static void until(Callable<Boolean> condition) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(condition);
  }
}
