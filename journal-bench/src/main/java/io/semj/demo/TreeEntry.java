package io.semj.demo;

import java.nio.file.Path;
import java.util.List;

/**
 * One file or directory.
 *
 * @param path of it
 * @param names what is in it, sorted, when it is a directory; else null
 */
record TreeEntry(Path path, List<String> names) {}
