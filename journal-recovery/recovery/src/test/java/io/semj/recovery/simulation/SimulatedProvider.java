package io.semj.recovery.simulation;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns calls of {@link java.nio.file.Files} into operations of the simulated disk. */
final class SimulatedProvider extends FileSystemProvider {
  static final String SCHEME = "simulated";

  private final SimulatedFileSystem system;

  SimulatedProvider(SimulatedFileSystem system) {
    this.system = system;
  }

  private SimulatedDisk disk() {
    return system.disk();
  }

  private static String name(Path path) {
    return SimulatedPath.of(path).name();
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    String name = name(path);
    boolean writes =
        options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
    SimulatedNode node = writes ? openForWriting(name, options) : disk().open(name);
    SimulatedChannel channel =
        new SimulatedChannel(
            disk(),
            node,
            name,
            new SimulatedChannel.Rights(
                !writes || options.contains(StandardOpenOption.READ), writes));
    if (writes && options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
      channel.truncate(0);
    }
    if (options.contains(StandardOpenOption.APPEND)) {
      channel.position(channel.size());
    }
    return channel;
  }

  private SimulatedNode openForWriting(String name, Set<? extends OpenOption> options)
      throws IOException {
    if (options.contains(StandardOpenOption.CREATE_NEW)) {
      return disk().create(name);
    }
    if (options.contains(StandardOpenOption.CREATE) && disk().find(name) == null) {
      return disk().create(name);
    }
    return disk().open(name);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String child : disk().list(name(directory))) {
      Path path = directory.resolve(child.substring(child.lastIndexOf('/') + 1));
      if (filter.accept(path)) {
        found.add(path);
      }
    }
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return found.iterator();
      }

      @Override
      public void close() {
        // Was read as a whole.
      }
    };
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
    disk().makeDirectory(name(directory));
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    disk().link(name(link), name(existing));
  }

  @Override
  public void delete(Path path) throws IOException {
    disk().delete(name(path));
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    boolean replace = Arrays.asList(options).contains(StandardCopyOption.REPLACE_EXISTING);
    if (!replace && disk().find(name(target)) != null) {
      throw new FileAlreadyExistsException(name(target));
    }
    Set<OpenOption> writing =
        Set.of(
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING);
    try (FileChannel from = newFileChannel(source, Set.of(StandardOpenOption.READ));
        FileChannel to = newFileChannel(target, writing)) {
      long size = from.size();
      for (long at = 0; at < size; ) {
        at += from.transferTo(at, size - at, to);
      }
    }
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    List<CopyOption> given = Arrays.asList(options);
    boolean replace =
        given.contains(StandardCopyOption.REPLACE_EXISTING)
            || given.contains(StandardCopyOption.ATOMIC_MOVE);
    disk().rename(name(source), name(target), replace);
  }

  @Override
  public boolean isSameFile(Path one, Path other) throws IOException {
    return require(one).equals(require(other));
  }

  @Override
  public boolean isHidden(Path path) {
    return false;
  }

  @Override
  public FileStore getFileStore(Path path) {
    return new SimulatedStore(disk(), name(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    require(path);
  }

  private SimulatedNode require(Path path) throws IOException {
    SimulatedNode node = disk().find(name(path));
    if (node == null) {
      throw new NoSuchFileException(name(path));
    }
    return node;
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return type == BasicFileAttributeView.class
        ? type.cast(new SimulatedAttributes.View(disk(), name(path)))
        : null;
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    SimulatedNode node = require(path);
    return type.cast(new SimulatedAttributes(node, disk().size(node)));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    SimulatedNode node = require(path);
    return Map.of("size", disk().size(node), "isDirectory", node.isDirectory());
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
    throw new UnsupportedOperationException(attribute);
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return system;
  }

  @Override
  public Path getPath(URI uri) {
    return system.getPath(uri.getPath());
  }
}
