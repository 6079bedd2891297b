package io.semj.recovery.strategy;

import io.semj.core.checkpoint.ResumableTarget;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.StorageErrors;
import io.semj.error.ConsistencyException;
import io.semj.recovery.replay.PositionFit;
import io.semj.recovery.replay.ReplayPosition;
import io.semj.recovery.replay.ReplayPositionFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * How far the durable state of a target is, and whether the journal holds that too. The position
 * file of a target that wants one is kept here.
 */
final class HeldState {
  private final JournalDirectory directory;
  private final ResumableTarget target;
  private final Optional<Path> positionFile;

  HeldState(JournalDirectory directory, ResumableTarget target) {
    this.directory = directory;
    this.target = target;
    this.positionFile = target.positionFile();
  }

  /** Up to where the state holds every event, 0 when it holds none or does not tell. */
  long sequence() {
    return target
        .durableSequence()
        .orElseGet(() -> kept().map(ReplayPosition::sequence).orElse(0L));
  }

  private Optional<ReplayPosition> kept() {
    Optional<ReplayPosition> position =
        positionFile.flatMap(file -> new ReplayPositionFile(file).read());
    position.ifPresent(this::requireSameJournal);
    return position;
  }

  private void requireSameJournal(ReplayPosition position) {
    Optional<UUID> expected = journalId();
    if (expected.isPresent() && !expected.get().equals(position.journalId())) {
      throw new ConsistencyException(
          "replay position is of another journal: file="
              + positionFile.orElseThrow()
              + ", expected="
              + expected.get()
              + ", actual="
              + position.journalId());
    }
  }

  private Optional<UUID> journalId() {
    return directory.segments().stream()
        .filter(file -> !SegmentHead.isBlank(file))
        .findFirst()
        .map(file -> SegmentHead.read(file).identity().journalId());
  }

  /**
   * Refuses a state that holds events which the journal does not have, or behind which some are
   * missing.
   */
  void requireFit(long held) {
    try {
      PositionFit.requireEventsBehind(directory, held);
      PositionFit.requireReached(directory, held);
    } catch (ConsistencyException e) {
      throw new ConsistencyException(
          e.getMessage() + "; name INVALID_STATE to have the state made anew", e);
    }
  }

  /** What was kept is not true any more once the state is replaced. */
  void forget() {
    try {
      if (positionFile.isPresent() && Files.deleteIfExists(positionFile.get())) {
        JournalDirectory.existing(positionFile.get().toAbsolutePath().getParent()).sync();
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, positionFile.orElseThrow(), "remove replay position");
    }
  }

  /** Has the state made durable, then keeps how far it is. */
  void persist(long sequence, long nowNanos) {
    try {
      target.persist();
    } catch (IOException e) {
      throw StorageErrors.translate(e, directory.path(), "make the state durable");
    }
    if (positionFile.isPresent() && sequence > 0) {
      new ReplayPositionFile(positionFile.get())
          .write(new ReplayPosition(journalId().orElseThrow(), sequence, nowNanos));
    }
  }
}
