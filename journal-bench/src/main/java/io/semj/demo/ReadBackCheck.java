package io.semj.demo;

import io.semj.core.JournalReader;
import io.semj.event.SemanticEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a journal back and holds every event against what was emitted. */
final class ReadBackCheck {
  private static final int SHOWN = 5;
  private static final int STEP = 1024;

  private final EmittedDigests emitted;
  private final EventDigest digest = new EventDigest();
  private final List<SemanticEvent> shown = new ArrayList<>();
  private long read;
  private long different;
  private long lastSequence;

  private ReadBackCheck(EmittedDigests emitted) {
    this.emitted = emitted;
  }

  static ReadBackCheck run(Path directory, EmittedDigests emitted, Progress progress) {
    ReadBackCheck check = new ReadBackCheck(emitted);
    long every = Math.max(1, emitted.count() / SHOWN);
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      for (SemanticEvent event = reader.next(); event != null; event = reader.next()) {
        check.take(event, every);
        if (check.read % STEP == 0) {
          progress.at(check.read);
        }
      }
    }
    return check;
  }

  private void take(SemanticEvent event, long every) {
    if (event.sequence() <= lastSequence || !matches(event)) {
      different++;
    }
    lastSequence = event.sequence();
    if (read % every == 0 && shown.size() < SHOWN) {
      shown.add(event);
    }
    read++;
  }

  private boolean matches(SemanticEvent event) {
    return event.filesystem() != null && emitted.matches(event.sequence(), digest.of(event));
  }

  boolean isSame() {
    return different == 0 && read == emitted.count();
  }

  String verdict() {
    return isSame()
        ? String.format("all %,d events are what was emitted, in their order", read)
        : String.format(
            "DIFFERENT: emitted=%,d, read=%,d, of which %,d are not what was emitted",
            emitted.count(), read, different);
  }

  List<SemanticEvent> shown() {
    return shown;
  }
}
