package io.semj.query;

import io.semj.core.storage.StorageErrors;
import io.semj.index.BlockIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * The index of one segment as one query asks it: where the file that it is in is damaged meanwhile,
 * another index of the same segment, with the same blocks, answers in its place. One thread.
 */
final class AskedIndex {
  private final Path segment;
  private final Renewal renewal;
  private StoredIndex index;

  /** Puts another index in the place of one that cannot be trusted any more. */
  @FunctionalInterface
  interface Renewal {
    /**
     * Another index of the same segment.
     *
     * @param untrue the one in whose place it is
     * @param round how many were replaced for this question before
     */
    StoredIndex instead(StoredIndex untrue, int round) throws IOException;
  }

  AskedIndex(Path segment, StoredIndex index, Renewal renewal) {
    this.segment = segment;
    this.index = index;
    this.renewal = renewal;
  }

  /** An index that is in memory, and nobody else can change. */
  static AskedIndex inMemory(Path segment, BlockIndex index) {
    return new AskedIndex(segment, StoredIndex.inMemory(index), (untrue, round) -> untrue);
  }

  /**
   * Asks.
   *
   * @param question as {@link StoredIndex#ask} wants it
   * @throws io.semj.error.StorageException when the segment has to be indexed anew and cannot be
   */
  <T> T ask(Function<? super BlockIndex, T> question) {
    try {
      return ask(question, 0);
    } catch (IOException e) {
      throw StorageErrors.translate(e, segment, "index");
    }
  }

  /**
   * Asks.
   *
   * @param question as {@link StoredIndex#ask} wants it
   * @param mostUnlookedNanos how long ago somebody may have looked whether the file has changed
   * @throws IOException when the segment has to be indexed anew and cannot be
   */
  <T> T ask(Function<? super BlockIndex, T> question, long mostUnlookedNanos) throws IOException {
    T answer = index.ask(question, mostUnlookedNanos);
    for (int round = 0; answer == null; round++) {
      index = renewal.instead(index, round);
      answer = index.ask(question, 0);
    }
    return answer;
  }
}
