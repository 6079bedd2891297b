package io.semj.recovery.simulation;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All files of a disk at one moment.
 *
 * @param files by absolute name; no content for a directory
 */
record DiskImage(Map<String, Optional<FileImage>> files) {
  static DiskImage empty() {
    return new DiskImage(Map.of("/", Optional.empty()));
  }

  /** The same with one file changed. */
  DiskImage with(String name, byte[] content) {
    Map<String, Optional<FileImage>> changed = new TreeMap<>(files);
    changed.put(name, Optional.of(FileImage.of(content)));
    return new DiskImage(changed);
  }
}
