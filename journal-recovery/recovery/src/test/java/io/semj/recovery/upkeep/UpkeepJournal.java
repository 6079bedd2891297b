package io.semj.recovery.upkeep;

import io.semj.core.JournalConfig;
import io.semj.core.JournalConfigBuilder;
import io.semj.core.JournalReader;
import io.semj.core.SemanticJournal;
import io.semj.core.storage.JournalDirectory;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.event.SemanticEvent;
import io.semj.format.BlockCompression;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Journals of several segments whose events have keys, and what is in them. */
final class UpkeepJournal {
  static final long SEGMENT = 1 << 20;

  private UpkeepJournal() {}

  static JournalConfigBuilder config(Path directory) {
    return JournalConfig.builder(directory)
        .maxSegmentBytes(SEGMENT)
        .compression(BlockCompression.NONE);
  }

  /** An event whose key is its transaction id. */
  static EventBuilder fill(EventBuilder builder, long key, int payload) {
    return builder.reset(EventType.GRAPH_NODE_UPDATE).transactionId(key).payload(new byte[payload]);
  }

  static void emit(SemanticJournal journal, int events, int keys, Random random) {
    EventBuilder builder = new EventBuilder(EventType.GRAPH_NODE_UPDATE);
    for (int i = 0; i < events; i++) {
      journal.emitEvent(fill(builder, 1 + random.nextInt(keys), random.nextInt(600)));
    }
  }

  static void write(Path directory, int events, int keys, long seed) {
    try (SemanticJournal journal = SemanticJournal.open(config(directory).build())) {
      emit(journal, events, keys, new Random(seed));
    }
  }

  static List<SemanticEvent> read(Path directory) {
    return read(JournalReader.open(directory, 1));
  }

  static List<SemanticEvent> read(JournalReader opened) {
    List<SemanticEvent> events = new ArrayList<>();
    try (JournalReader reader = opened) {
      for (SemanticEvent e = reader.next(); e != null; e = reader.next()) {
        events.add(e);
      }
    }
    return events;
  }

  static List<Path> segments(Path directory) {
    return JournalDirectory.existing(directory).segments().stream()
        .map(JournalDirectory.SegmentFile::path)
        .toList();
  }
}
