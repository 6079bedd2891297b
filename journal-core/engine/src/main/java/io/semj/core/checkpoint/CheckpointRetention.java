package io.semj.core.checkpoint;

import io.semj.core.storage.StorageErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * Deletes the oldest checkpoints of a journal beyond a number of good ones. Damaged ones do not
 * count, so they never take a good one's place; those whose damage shows in header or length are
 * left alone, as are other journals'. Those with a snapshot and those without are counted apart, so
 * that noting a position never costs a state. The journal's writer only.
 */
public final class CheckpointRetention {
  private CheckpointRetention() {}

  /**
   * Deletes what is beyond the number.
   *
   * @param store of the journal
   * @param newest has just been written, so it is good
   * @param kept how many good ones stay, at least 1
   * @throws io.semj.error.StorageException when one cannot be deleted
   */
  public static void apply(CheckpointStore store, Checkpoint newest, int kept) {
    List<Checkpoint> older =
        store.list().stream()
            .filter(other -> other.id() < newest.id())
            .filter(other -> other.journalId().equals(newest.journalId()))
            .filter(other -> (other.snapshotBytes() == 0) == (newest.snapshotBytes() == 0))
            .toList();
    if (older.size() < kept) {
      return;
    }
    int good = 1;
    for (Checkpoint checkpoint : older) {
      if (good >= kept) {
        delete(checkpoint);
      } else if (store.isGood(checkpoint)) {
        good++;
      }
    }
  }

  private static void delete(Checkpoint checkpoint) {
    try {
      Files.deleteIfExists(checkpoint.file());
    } catch (IOException e) {
      throw StorageErrors.translate(e, checkpoint.file(), "delete checkpoint");
    }
  }
}
