package io.semj.recovery.strategy;

import io.semj.core.JournalReader;
import io.semj.error.ConsistencyException;
import io.semj.error.RecoveryException;
import io.semj.error.StorageException;
import io.semj.format.RecordFlyweight;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Finds the cuts that a journal's events tell. Reads the journal once for each question. */
final class MarkedCuts {
  private static final int AT_ONCE = 1_024;

  private final Path directory;
  private final CutMarker marker;
  private final Work work;
  private long atMost;
  private long cut;
  private long sequence;

  MarkedCuts(Path directory, CutMarker marker, Work work) {
    this.directory = directory;
    this.marker = marker;
    this.work = work;
  }

  /** The latest cut that is there; behind damage there is none. */
  OptionalLong latest(long limit) {
    search(limit);
    return cut == CutMarker.NO_CUT ? OptionalLong.empty() : OptionalLong.of(cut);
  }

  /** The sequence of the event that ends a cut. */
  long sequenceOf(long wanted) {
    search(wanted);
    if (cut != wanted) {
      throw new RecoveryException(
          "the journal does not hold the cut: directory=" + directory + ", cut=" + wanted);
    }
    return sequence;
  }

  private void search(long limit) {
    atMost = limit;
    cut = CutMarker.NO_CUT;
    work.meter().begin("looking for cuts", 0);
    long events = 0;
    try (JournalReader reader = JournalReader.open(directory, 1)) {
      int read = reader.poll(this::take, AT_ONCE);
      while (read > 0) {
        events += read;
        work.at(reader.nextSequence() - 1, events);
        read = reader.poll(this::take, AT_ONCE);
      }
    } catch (StorageException | ConsistencyException damaged) {
      // What is behind it cannot be held.
      work.meter().end(events);
    }
  }

  private void take(RecordFlyweight record) {
    long told = marker.cutOf(record);
    if (told != CutMarker.NO_CUT && told <= atMost && told > cut) {
      cut = told;
      sequence = record.userspaceSequence();
    }
  }
}
