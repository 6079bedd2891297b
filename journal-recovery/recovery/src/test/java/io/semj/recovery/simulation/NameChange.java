package io.semj.recovery.simulation;

import java.util.Map;
import java.util.Set;

/**
 * A change to the names of the disk: {@code from} goes, {@code to} is {@code node}, both at once.
 *
 * @param from the name that goes, or null
 * @param to the name that comes, or null
 * @param node what has the name
 */
record NameChange(String from, String to, SimulatedNode node) {
  void apply(Map<String, SimulatedNode> names) {
    if (from != null) {
      names.remove(from);
    }
    if (to != null) {
      names.put(to, node);
    }
  }

  /** Whether it is a change to one of these directories. */
  boolean touches(Set<String> directories) {
    return (from != null && directories.contains(parent(from)))
        || (to != null && directories.contains(parent(to)));
  }

  void addDirectories(Set<String> directories) {
    if (from != null) {
      directories.add(parent(from));
    }
    if (to != null) {
      directories.add(parent(to));
    }
  }

  static String parent(String name) {
    int slash = name.lastIndexOf('/');
    return slash <= 0 ? "/" : name.substring(0, slash);
  }
}
