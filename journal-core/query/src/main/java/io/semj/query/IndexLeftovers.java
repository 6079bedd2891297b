package io.semj.query;

import io.semj.core.storage.JournalDirectory;
import io.semj.format.SegmentFileName;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Index files that nobody asks for any more: of segments that were removed while nobody had their
 * index open, and what a process left that ended while it wrote one.
 */
final class IndexLeftovers {
  /** Ending of a file that is being written. */
  static final String UNFINISHED = ".tmp";

  /** So long nobody writes one index file. */
  private static final Duration ABANDONED_AFTER = Duration.ofHours(1);

  private final Path indexes;
  private final JournalDirectory journal;
  private final long abandonedBefore = System.currentTimeMillis() - ABANDONED_AFTER.toMillis();

  private IndexLeftovers(Path indexes, JournalDirectory journal) {
    this.indexes = indexes;
    this.journal = journal;
  }

  /** Deletes them, where that can be done: those that stay do no harm. */
  static void delete(Path indexes, JournalDirectory journal) {
    try {
      new IndexLeftovers(indexes, journal).delete();
    } catch (IOException | DirectoryIteratorException noneOrReadOnly) {
      // They only take space.
    }
  }

  private void delete() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(indexes)) {
      for (Path file : files) {
        if (isLeftover(file)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private boolean isLeftover(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (name.endsWith(UNFINISHED)) {
      return Files.getLastModifiedTime(file).toMillis() < abandonedBefore;
    }
    String segment = name.replace(IndexFiles.SUFFIX, SegmentFileName.SUFFIX);
    return name.endsWith(IndexFiles.SUFFIX)
        && SegmentFileName.parse(segment).isPresent()
        && Files.notExists(journal.resolve(segment));
  }
}
