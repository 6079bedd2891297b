package io.semj.recovery.facts;

import io.semj.core.checkpoint.Checkpoint;
import io.semj.core.checkpoint.CheckpointCheck;
import io.semj.core.checkpoint.CheckpointFit;
import io.semj.core.checkpoint.CheckpointStore;
import io.semj.core.checkpoint.DamagedCheckpoint;
import io.semj.core.storage.JournalDirectory;
import io.semj.error.JournalException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Looks at the checkpoints, and how each of them fits the journal. Reads only. */
final class CheckpointLook {
  private final JournalDirectory directory;
  private final Optional<UUID> journalId;
  private final List<SegmentFacts> segments;
  private final List<Checkpoint> good = new ArrayList<>();
  private final List<Checkpoint> ahead = new ArrayList<>();
  private final List<Checkpoint> outlived = new ArrayList<>();

  CheckpointLook(
      JournalDirectory directory, Optional<UUID> journalId, List<SegmentFacts> segments) {
    this.directory = directory;
    this.journalId = journalId;
    this.segments = segments;
  }

  /** The journal reaches up to a sequence. */
  CheckpointFacts look(long reached) {
    CheckpointStore store = CheckpointStore.of(directory.path());
    List<DamagedCheckpoint> damaged = store.damaged();
    Set<Path> unusable = new HashSet<>();
    damaged.forEach(d -> unusable.add(d.file()));
    for (Checkpoint checkpoint : store.list()) {
      if (!unusable.contains(checkpoint.file())) {
        sort(checkpoint, reached);
      }
    }
    return new CheckpointFacts(good, ahead, outlived, damaged);
  }

  private void sort(Checkpoint checkpoint, long reached) {
    boolean ours = journalId.equals(Optional.of(checkpoint.journalId()));
    if (!ours || checkpoint.sequence() > reached) {
      ahead.add(checkpoint);
      return;
    }
    List<Checkpoint> list =
        switch (fit(checkpoint)) {
          case EVENTS_REMOVED -> outlived;
          case OTHER_HISTORY -> isWhole() ? ahead : good;
          default -> good;
        };
    list.add(checkpoint);
  }

  private CheckpointFit fit(Checkpoint checkpoint) {
    try {
      return CheckpointCheck.fit(directory.path(), checkpoint, Long.MAX_VALUE);
    } catch (JournalException damaged) {
      return CheckpointFit.OTHER_HISTORY;
    }
  }

  /** Where the journal is damaged, the block that a checkpoint stands behind may be. */
  private boolean isWhole() {
    return segments.stream()
        .allMatch(
            s ->
                s.alien().isEmpty()
                    && s.identity().isPresent()
                    && s.head().verdict() == HeadVerdict.GOOD
                    && s.link() == SegmentFacts.Link.CONTINUES
                    && s.damage().isNone()
                    && s.damage().tornBytes() == 0
                    && !s.damage().unreadable());
  }
}
