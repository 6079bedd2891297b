package io.semj.recovery.simulation;

import java.util.EnumSet;
import java.util.Set;

/** What the simulated file system is asked to do; each may be made to fail. */
enum Operation {
  OPEN,
  READ,
  LIST,
  ASK_SPACE,
  CREATE,
  WRITE,
  TRUNCATE,
  FORCE,
  FORCE_DIRECTORY,
  RENAME,
  LINK,
  DELETE,
  MAKE_DIRECTORY;

  static final Set<Operation> ALL = EnumSet.allOf(Operation.class);

  /** Those that change something: between two of them a power cut finds the same. */
  static final Set<Operation> CHANGES = EnumSet.range(CREATE, MAKE_DIRECTORY);

  /** Those that may need room on the disk. */
  static final Set<Operation> GROWTH = EnumSet.of(CREATE, WRITE, RENAME, LINK, MAKE_DIRECTORY);

  static final Set<Operation> FORCES = EnumSet.of(FORCE, FORCE_DIRECTORY);
}
