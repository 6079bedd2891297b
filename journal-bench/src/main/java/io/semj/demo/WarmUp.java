package io.semj.demo;

import io.semj.bench.BenchDirectory;
import io.semj.core.JournalConfig;
import io.semj.core.SemanticJournal;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Emits into a journal that is thrown away, so that what is timed afterwards is the code that a
 * program runs after its first second, not the interpreter.
 */
final class WarmUp {
  static final int EMISSIONS = 300_000;

  private static final int BURST = 1_000;
  private static final int DIGEST_LENGTH = 32;
  private static final int REGULAR_FILE = 0x8000;

  private WarmUp() {}

  static void run() throws IOException {
    Path scratch = Files.createTempDirectory("semj-warm-up-");
    try (SemanticJournal journal = SemanticJournal.open(JournalConfig.builder(scratch).build())) {
      EventBuilder event = new EventBuilder(EventType.FILESYSTEM_CREATE);
      byte[] payload = new byte[DIGEST_LENGTH];
      for (int i = 0; i < EMISSIONS; i++) {
        event.reset(EventType.FILESYSTEM_CREATE).filesystem("/warm/up/file", i, REGULAR_FILE);
        journal.emitEvent(event.metadataText("{\"size\":1}").payload(payload));
        if (i % BURST == 0) {
          journal.flush(); // bursts with room in the ring, like the real thing
        }
      }
    } finally {
      BenchDirectory.delete(scratch);
    }
  }
}
