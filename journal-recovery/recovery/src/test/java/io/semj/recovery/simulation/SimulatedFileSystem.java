package io.semj.recovery.simulation;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;

/**
 * A file system in this process, with a disk that can fail and lose its power. Paths are as on
 * Unix; everything is below "/". Files cannot be mapped.
 */
final class SimulatedFileSystem extends FileSystem {
  private final SimulatedDisk disk;
  private final SimulatedProvider provider = new SimulatedProvider(this);

  private SimulatedFileSystem(SimulatedDisk disk) {
    this.disk = disk;
  }

  /** A file system that finds the image on its disk. */
  static SimulatedFileSystem of(DiskImage image, FaultPlan plan, Dice dice) {
    return new SimulatedFileSystem(new SimulatedDisk(image, plan, dice, Long.MAX_VALUE));
  }

  /** One on a disk of so many bytes. */
  static SimulatedFileSystem of(DiskImage image, FaultPlan plan, Dice dice, long capacityBytes) {
    return new SimulatedFileSystem(new SimulatedDisk(image, plan, dice, capacityBytes));
  }

  SimulatedDisk disk() {
    return disk;
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(getPath("/"));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of(new SimulatedStore(disk, "/"));
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return Set.of("basic");
  }

  @Override
  public Path getPath(String first, String... more) {
    return new SimulatedPath(this, Path.of(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    PathMatcher matcher = Path.of("/").getFileSystem().getPathMatcher(syntaxAndPattern);
    return path -> matcher.matches(SimulatedPath.of(path).names());
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException();
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException();
  }
}
