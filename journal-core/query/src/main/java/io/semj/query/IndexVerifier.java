package io.semj.query;

import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.StorageErrors;
import io.semj.error.ConsistencyException;
import io.semj.error.JournalException;
import io.semj.index.IndexCheck;
import io.semj.index.IndexFile;
import io.semj.index.KeyExtractor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the index files of a journal against its segments. It reads only. A file that is missing or
 * stale, of what its segment was before it was rewritten, is no problem: it is made again when it
 * is needed.
 */
public final class IndexVerifier {
  private final JournalDirectory directory;
  private final IndexFiles files;
  private final List<Problem> problems = new ArrayList<>();
  private int sound;
  private int stale;

  private IndexVerifier(JournalDirectory directory) {
    this.directory = directory;
    this.files = new IndexFiles(directory, 0);
  }

  /**
   * Something wrong with an index file.
   *
   * @param file of it
   * @param what is wrong
   */
  public record Problem(Path file, String what) {}

  /**
   * What was found.
   *
   * @param sound how many index files agree with their segments
   * @param stale how many are of another state of their segment
   * @param problems with the others
   */
  public record Report(int sound, int stale, List<Problem> problems) {}

  /**
   * Verifies all index files.
   *
   * @param directory of the journal
   * @return what was found
   * @throws io.semj.error.JournalNotFoundException when there is no such directory
   */
  public static Report verify(Path directory) {
    IndexVerifier verifier = new IndexVerifier(JournalDirectory.existing(directory));
    for (SegmentFile segment : verifier.directory.segments()) {
      verifier.verifyOne(segment);
    }
    return new Report(verifier.sound, verifier.stale, List.copyOf(verifier.problems));
  }

  private void verifyOne(SegmentFile file) {
    SegmentHead head;
    try {
      head = SegmentHead.read(file);
    } catch (JournalException damaged) {
      return; // is the segment's own problem
    }
    Path index = files.path(head);
    if (head.seal().isEmpty() || Files.notExists(index)) {
      return;
    }
    try {
      compare(head, files.sound(head));
    } catch (ConsistencyException otherState) {
      stale++;
    } catch (IOException e) {
      problems.add(
          new Problem(index, StorageErrors.translate(e, index, "read index").getMessage()));
    } catch (JournalException e) {
      problems.add(new Problem(index, e.getMessage()));
    }
  }

  private void compare(SegmentHead head, IndexFile index) throws IOException {
    try (SegmentIndexer fresh = new SegmentIndexer(head, KeyExtractor.NONE)) {
      fresh.advance(Long.MAX_VALUE, head.seal().orElseThrow().endPosition());
      IndexCheck.check(index, fresh.index())
          .ifPresentOrElse(
              wrong ->
                  problems.add(
                      new Problem(files.path(head), "index disagrees with its segment: " + wrong)),
              () -> sound++);
    }
  }
}
