package io.semj.demo;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Hands out the entries of a directory tree one by one to any number of threads. Symbolic links are
 * entries and not followed. A directory that cannot be listed is noted and left out.
 */
final class TreeWalker {
  private final Path excluded;
  private final Unreadable unreadable;
  private final Deque<Path> pending = new ArrayDeque<>();

  /** Walks a tree, but for one directory in it, the journal's own. */
  TreeWalker(Path root, Path excluded, Unreadable unreadable) {
    this.excluded = excluded;
    this.unreadable = unreadable;
    pending.add(root);
  }

  /** The next entry, or null when there are no more. */
  synchronized TreeEntry next() {
    for (Path path = pending.pollLast(); path != null; path = pending.pollLast()) {
      if (path.equals(excluded)) {
        continue;
      }
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        return new TreeEntry(path, null);
      }
      try {
        return new TreeEntry(path, list(path));
      } catch (IOException e) {
        unreadable.add(path, e);
      }
    }
    return null;
  }

  private List<String> list(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      for (Path child : stream) {
        children.add(child);
        names.add(child.getFileName().toString());
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(names);
    pending.addAll(children);
    return names;
  }

  /** How many entries a tree has now; those that cannot be listed are told later. */
  static long count(Path root, Path excluded) {
    TreeWalker walker = new TreeWalker(root, excluded, new Unreadable());
    long count = 0;
    while (walker.next() != null) {
      count++;
    }
    return count;
  }
}
