package io.semj.query;

import io.semj.core.JournalConfig;
import io.semj.core.JournalReader;
import io.semj.core.SemanticJournal;
import io.semj.event.EventBuilder;
import io.semj.event.EventPriority;
import io.semj.event.EventType;
import io.semj.event.SemanticEvent;
import io.semj.format.BlockCompression;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A journal in many small segments, filled from a seed. */
public final class RandomJournal {
  public static final long START = 1_700_000_000_000_000_000L;

  private final Random random;
  private final int mostPadding;
  private final EventBuilder builder = new EventBuilder(EventType.FILESYSTEM_CREATE);

  public RandomJournal(long seed) {
    this(seed, 0);
  }

  /** With so many bytes more in an event at most, segments have fewer events. */
  RandomJournal(long seed, int mostPadding) {
    this.random = new Random(seed);
    this.mostPadding = mostPadding;
  }

  public static JournalConfig config(Path directory) {
    return JournalConfig.builder(directory)
        .maxSegmentBytes(1 << 20)
        .compression(BlockCompression.NONE)
        .ringSize(256)
        .batchSize(16)
        .build();
  }

  /** Fills a journal, which begins a segment each time it is opened. */
  public void fill(Path directory, int events) {
    for (int left = events; left > 0; left -= 200) {
      try (SemanticJournal journal = SemanticJournal.open(config(directory))) {
        emit(journal, Math.min(left, 200));
      }
    }
  }

  public void emit(SemanticJournal journal, int events) {
    for (int i = 0; i < events; i++) {
      journal.emitEvent(next());
    }
  }

  private EventBuilder next() {
    builder
        .reset(oneOf(EventType.values()))
        .timestampNanos(START + random.nextInt(1_000_000) * 3_600_000_000L)
        .priority(oneOf(EventPriority.values()))
        .flags(random.nextInt(256))
        .agentRelevance(random.nextInt(101))
        .agentVisibilityMask(1L << random.nextInt(64))
        .metadata(new byte[random.nextInt(1_500)])
        .payloadText("payload " + random.nextInt(1_000) + " of " + random.nextInt(10) + padding());
    if (random.nextBoolean()) {
      builder.transactionId(1 + random.nextInt(40)).sessionId(1 + random.nextInt(5));
    }
    if (random.nextBoolean()) {
      builder.path("/" + random.nextInt(3) + "/d" + random.nextInt(9) + "/f" + random.nextInt(50));
    }
    if (random.nextBoolean()) {
      builder.agent("agent-" + random.nextInt(4), "", 0);
    }
    if (random.nextBoolean()) {
      builder.tags("[\"t" + random.nextInt(12) + "\",\"new york\"]");
    }
    return builder;
  }

  private String padding() {
    return mostPadding == 0 ? "" : ".".repeat(random.nextInt(mostPadding));
  }

  private <T> T oneOf(T[] values) {
    return List.of(values).get(random.nextInt(values.length));
  }

  public static List<SemanticEvent> readAll(Path directory) {
    List<SemanticEvent> all = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      for (SemanticEvent event = reader.next(); event != null; event = reader.next()) {
        all.add(event);
      }
    }
    return all;
  }
}
