package io.semj.tool;

import io.semj.core.storage.DurableMark;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.StorageErrors;
import io.semj.error.CorruptionException;
import io.semj.error.JournalNotFoundException;
import io.semj.query.IndexFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells directories of journals from others. */
public final class JournalPlace {
  private JournalPlace() {}

  /**
   * The directory of a journal. Of one without segments nothing may tell that it is none.
   *
   * @param path that was given
   * @return the directory
   * @throws JournalNotFoundException when it is not there, no directory, or has no segments but
   *     files that no journal has
   * @throws CorruptionException when it has no segments any more, but a mark that tells of events
   */
  public static JournalDirectory require(Path path) {
    JournalDirectory directory = JournalDirectory.existing(path);
    if (directory.segments().isEmpty()) {
      try (Stream<Path> files = Files.list(path)) {
        Optional<Path> foreign = files.filter(file -> !mayBeOurs(file)).findFirst();
        if (foreign.isPresent()) {
          throw new JournalNotFoundException(
              "no journal, it has no segments but other files: path="
                  + path
                  + ", file="
                  + foreign.get().getFileName());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(
            "cannot list directory: path=" + path + ", reason=" + e.getMessage(), e);
      }
      requireNothingLost(directory);
    }
    return directory;
  }

  private static void requireNothingLost(JournalDirectory directory) {
    Path mark = directory.resolve(JournalDirectory.MARK_FILE);
    try {
      long durable = DurableMark.readAny(directory).map(JournalPosition::sequence).orElse(0L);
      if (durable > 0) {
        throw new CorruptionException(
            "the journal's segments are missing: durableSequence=" + durable, mark.toString(), 0);
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, mark, "read durable mark");
    }
  }

  /**
   * Makes sure that a directory can be made where something is to be written.
   *
   * @param path that was given
   * @throws JournalNotFoundException when it, or what should be above it, is no directory
   */
  public static void requireNoFile(Path path) {
    Path at = path.toAbsolutePath().normalize();
    while (at != null && !Files.exists(at)) {
      at = at.getParent();
    }
    if (at != null && !Files.isDirectory(at)) {
      throw new JournalNotFoundException("not a directory: path=" + path + ", file=" + at);
    }
  }

  private static boolean mayBeOurs(Path file) {
    String name = file.getFileName().toString();
    return switch (name) {
      case JournalDirectory.LOCK_FILE,
          JournalDirectory.MAINTENANCE_FILE,
          JournalDirectory.MARK_FILE,
          JournalDirectory.INTENT_FILE,
          JournalDirectory.QUARANTINE,
          JournalDirectory.CHECKPOINTS,
          IndexFiles.DIRECTORY ->
          true;
      default -> name.endsWith(".tmp") || name.endsWith(".ref") || name.endsWith(".ring");
    };
  }
}
