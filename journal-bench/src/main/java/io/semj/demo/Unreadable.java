package io.semj.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files and directories that could not be read, and why. Any thread. */
final class Unreadable {
  private static final int MOST_NAMED = 1_000;

  private final List<String> named = new ArrayList<>();
  private long count;

  synchronized void add(Path path, Exception why) {
    count++;
    if (named.size() < MOST_NAMED) {
      named.add(path + ": " + why.getClass().getSimpleName() + ": " + why.getMessage());
    }
  }

  synchronized long count() {
    return count;
  }

  synchronized List<String> named() {
    return List.copyOf(named);
  }
}
