package io.semj.kernel;

import io.semj.core.storage.StorageErrors;
import io.semj.format.KernelJournalHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What can be seen of a kernel journal file without reading its events.
 *
 * @param bytes of the file
 * @param header if it has one
 */
record KernelFileLook(long bytes, Optional<KernelJournalHeader> header) {
  static KernelFileLook at(Path path) {
    try (KernelJournal journal = KernelJournal.open(path)) {
      return new KernelFileLook(Files.size(path), journal.header());
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "look at kernel journal");
    }
  }
}
