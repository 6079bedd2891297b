package io.semj.recovery.simulation;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/** A path of the simulated file system: names as the platform's own paths handle them. */
final class SimulatedPath implements Path {
  private final SimulatedFileSystem system;
  private final Path names;

  SimulatedPath(SimulatedFileSystem system, Path names) {
    this.system = system;
    this.names = names;
  }

  static SimulatedPath of(Path path) {
    if (path instanceof SimulatedPath simulated) {
      return simulated;
    }
    throw new ProviderMismatchException("not of the simulated file system: path=" + path);
  }

  Path names() {
    return names;
  }

  /** The absolute name. */
  String name() {
    return Path.of("/").resolve(names).normalize().toString();
  }

  private SimulatedPath with(Path other) {
    return other == null ? null : new SimulatedPath(system, other);
  }

  @Override
  public FileSystem getFileSystem() {
    return system;
  }

  @Override
  public boolean isAbsolute() {
    return names.isAbsolute();
  }

  @Override
  public Path getRoot() {
    return with(names.getRoot());
  }

  @Override
  public Path getFileName() {
    return with(names.getFileName());
  }

  @Override
  public Path getParent() {
    return with(names.getParent());
  }

  @Override
  public int getNameCount() {
    return names.getNameCount();
  }

  @Override
  public Path getName(int index) {
    return with(names.getName(index));
  }

  @Override
  public Path subpath(int beginIndex, int endIndex) {
    return with(names.subpath(beginIndex, endIndex));
  }

  @Override
  public boolean startsWith(Path other) {
    return names.startsWith(of(other).names);
  }

  @Override
  public boolean endsWith(Path other) {
    return names.endsWith(of(other).names);
  }

  @Override
  public Path normalize() {
    return with(names.normalize());
  }

  @Override
  public Path resolve(Path other) {
    return with(names.resolve(of(other).names));
  }

  @Override
  public Path relativize(Path other) {
    return with(names.relativize(of(other).names));
  }

  @Override
  public URI toUri() {
    return URI.create(SimulatedProvider.SCHEME + ":" + name());
  }

  @Override
  public Path toAbsolutePath() {
    return isAbsolute() ? this : with(Path.of("/").resolve(names));
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    if (system.disk().find(name()) == null) {
      throw new NoSuchFileException(name());
    }
    return with(Path.of(name()));
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int compareTo(Path other) {
    return names.compareTo(of(other).names);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SimulatedPath path && path.system == system && path.names.equals(names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  @Override
  public String toString() {
    return names.toString();
  }
}
