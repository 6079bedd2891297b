package io.semj.recovery.simulation;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * What can be told of a file. There are no times.
 *
 * @param node the file
 * @param size in bytes
 */
record SimulatedAttributes(SimulatedNode node, long size) implements BasicFileAttributes {
  private static final FileTime NEVER = FileTime.fromMillis(0);

  /** The attributes of a name, whatever has it. */
  record View(SimulatedDisk disk, String file) implements BasicFileAttributeView {
    @Override
    public String name() {
      return "basic";
    }

    @Override
    public BasicFileAttributes readAttributes() throws IOException {
      SimulatedNode node = disk.find(file);
      if (node == null) {
        throw new NoSuchFileException(file);
      }
      return new SimulatedAttributes(node, disk.size(node));
    }

    @Override
    public void setTimes(FileTime modified, FileTime accessed, FileTime created) {
      // There are none.
    }
  }

  @Override
  public FileTime lastModifiedTime() {
    return NEVER;
  }

  @Override
  public FileTime lastAccessTime() {
    return NEVER;
  }

  @Override
  public FileTime creationTime() {
    return NEVER;
  }

  @Override
  public boolean isRegularFile() {
    return !node.isDirectory();
  }

  @Override
  public boolean isDirectory() {
    return node.isDirectory();
  }

  @Override
  public boolean isSymbolicLink() {
    return false;
  }

  @Override
  public boolean isOther() {
    return false;
  }

  @Override
  public Object fileKey() {
    return node.number();
  }
}
