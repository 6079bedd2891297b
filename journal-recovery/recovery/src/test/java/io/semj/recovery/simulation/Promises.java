package io.semj.recovery.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.JournalReader;
import io.semj.event.SemanticEvent;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What a journal was given, and what it said of it. Safe for all threads. */
final class Promises {
  private final Map<Long, Emitted> emitted = new TreeMap<>();
  private long acknowledged;
  private long checkpoint;
  private long last;

  /** An event, and the last sequence of the group it was emitted in. */
  private record Emitted(long number, long lastOfGroup) {}

  synchronized void emitted(long sequence, long number) {
    emitted(new long[] {sequence}, number);
  }

  /** A group, whose events have numbers from one on. */
  synchronized void emitted(long[] sequences, long number) {
    for (int i = 0; i < sequences.length; i++) {
      assertThat(sequences[i]).as("sequence given out").isEqualTo(last + 1);
      last = sequences[i];
      emitted.put(last, new Emitted(number + i, sequences[sequences.length - 1]));
    }
  }

  synchronized void acknowledged(long sequence) {
    acknowledged = Math.max(acknowledged, sequence);
  }

  /** A checkpoint of everything up to a sequence was created. */
  synchronized void checkpointed(long sequence) {
    checkpoint = Math.max(checkpoint, sequence);
    acknowledged(sequence);
  }

  /** The same promises, for another future. */
  synchronized Promises copy() {
    Promises copy = new Promises();
    copy.emitted.putAll(emitted);
    copy.acknowledged = acknowledged;
    copy.checkpoint = checkpoint;
    copy.last = last;
    return copy;
  }

  /** The number of each event, by its sequence. */
  synchronized Map<Long, Long> numbers() {
    Map<Long, Long> numbers = new TreeMap<>();
    emitted.forEach((sequence, event) -> numbers.put(sequence, event.number()));
    return numbers;
  }

  synchronized long acknowledged() {
    return acknowledged;
  }

  synchronized long last() {
    return last;
  }

  /**
   * That the journal holds what was emitted up to some event that is not before the last
   * acknowledged one, in order and nothing else, groups whole.
   *
   * @return the sequence of that event
   */
  synchronized long assertKeptBy(Path directory) {
    long kept = 0;
    long lastOfGroup = 0;
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      for (SemanticEvent event = reader.next(); event != null; event = reader.next()) {
        assertThat(event.sequence()).as("sequence read").isEqualTo(kept + 1);
        kept++;
        assertThat(emitted).as("what was emitted").containsKey(kept);
        NumberedEvents.assertIs(emitted.get(kept).number(), event);
        lastOfGroup = emitted.get(kept).lastOfGroup();
      }
    }
    assertThat(kept).as("kept, group whole").isEqualTo(lastOfGroup);
    assertThat(kept).as("kept, acknowledged").isGreaterThanOrEqualTo(acknowledged);
    Snapshots.assertKeptBy(directory, checkpoint, kept);
    return kept;
  }

  /** The journal was opened again and found no more than this: it gives later sequences anew. */
  synchronized void endAt(long sequence) {
    emitted.keySet().removeIf(other -> other > sequence);
    last = sequence;
    acknowledged = Math.max(acknowledged, sequence);
  }
}
