package io.semj.core.engine;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room there is where the journal lies. One thread. */
final class FreeSpace {
  private final Path directory;
  private FileStore store;

  FreeSpace(Path directory) {
    this.directory = directory;
  }

  /**
   * Asks the file system.
   *
   * @return bytes that this process may still use
   * @throws IOException when it does not tell, as when the directory is gone
   */
  long usableBytes() throws IOException {
    if (store == null) {
      store = Files.getFileStore(directory); // costs a look through all mounts, so once
    }
    return store.getUsableSpace();
  }
}
