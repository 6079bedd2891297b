package io.semj.tool;

import io.semj.core.storage.JournalDirectory;
import io.semj.error.JournalNotFoundException;
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
        throw new UncheckedIOException("cannot list directory: path=" + path, e);
      }
    }
    return directory;
  }

  private static boolean mayBeOurs(Path file) {
    String name = file.getFileName().toString();
    return switch (name) {
      case JournalDirectory.LOCK_FILE,
          JournalDirectory.MARK_FILE,
          JournalDirectory.QUARANTINE,
          "checkpoints" ->
          true;
      default -> name.endsWith(".tmp") || name.endsWith(".ref");
    };
  }
}
