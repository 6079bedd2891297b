package io.semj.tool.export;

import java.nio.file.Path;

/**
 * The files of an export.
 *
 * @param directory that holds them
 */
record ExportFiles(Path directory) {
  static final String FORMAT = "semj-export 1";
  static final String EVENTS = "events.jsonl";
  static final String MANIFEST = "manifest.json";
  static final String SIGNATURE = "manifest.sig";

  Path events() {
    return directory.resolve(EVENTS);
  }

  Path manifest() {
    return directory.resolve(MANIFEST);
  }

  Path signature() {
    return directory.resolve(SIGNATURE);
  }
}
