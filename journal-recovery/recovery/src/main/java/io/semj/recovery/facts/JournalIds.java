package io.semj.recovery.facts;

import io.semj.core.storage.DurableMark;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.StorageErrors;
import io.semj.format.SegmentIdentity;
import java.io.IOException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Finds out which journal a directory holds, where segments of several lie in it. */
final class JournalIds {
  private JournalIds() {}

  /** The id that the durable mark knows, else the one most segments have. */
  static Optional<UUID> of(JournalDirectory directory, List<ObservedHead> heads) {
    Map<UUID, Integer> counts = new HashMap<>();
    for (ObservedHead head : heads) {
      head.identity()
          .map(SegmentIdentity::journalId)
          .ifPresent(id -> counts.merge(id, 1, Integer::sum));
    }
    if (counts.isEmpty()) {
      return Optional.empty();
    }
    for (UUID id : counts.keySet()) {
      if (counts.size() > 1 && mark(directory, id).isPresent()) {
        return Optional.of(id);
      }
    }
    return Optional.of(
        Collections.max(
                counts.entrySet(),
                Comparator.<Map.Entry<UUID, Integer>>comparingInt(Map.Entry::getValue)
                    .thenComparing(Map.Entry::getKey))
            .getKey());
  }

  static Optional<JournalPosition> mark(JournalDirectory directory, UUID id) {
    try {
      return DurableMark.read(directory, SegmentIdentity.journalIdBytes(id));
    } catch (IOException e) {
      throw StorageErrors.translate(
          e, directory.resolve(JournalDirectory.MARK_FILE), "read durable mark");
    }
  }
}
