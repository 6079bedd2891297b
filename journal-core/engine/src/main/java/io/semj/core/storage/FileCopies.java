package io.semj.core.storage;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Gives files a second name, or a forced copy, that survives a power cut. */
public final class FileCopies {
  private static final int CHUNK = 1 << 20;

  /** Of a copy that is not whole yet. */
  public static final String PARTIAL = ".part";

  private FileCopies() {}

  /**
   * Gives a file a second name; where the file system cannot, copies it. Afterwards the name is
   * durable.
   *
   * @param from the file
   * @param to no file yet, in a directory that is there
   * @throws IOException when neither is possible
   */
  public static void linkOrCopy(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
      syncDirectory(to);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      copy(from, to);
    }
  }

  /**
   * Copies a file and forces the copy. It has its name only once it is whole; a copy that was cut
   * short is left under the name and {@link #PARTIAL}, and overwritten the next time.
   *
   * @param from the file
   * @param to where the copy is to be; a file that is there is replaced
   * @throws IOException when that fails
   */
  public static void copy(Path from, Path to) throws IOException {
    Path partial = to.resolveSibling(to.getFileName() + PARTIAL);
    try (FileChannel source = FileChannel.open(from, READ);
        FileChannel target = FileChannel.open(partial, CREATE, TRUNCATE_EXISTING, WRITE)) {
      ByteBuffer bytes = ByteBuffer.allocateDirect(CHUNK);
      long at = 0;
      while (source.read(bytes.clear(), at) >= 0) {
        int length = bytes.flip().limit();
        BlockFile.writeFully(target, bytes, at);
        at += length;
      }
      target.force(true);
    }
    Files.setLastModifiedTime(partial, Files.getLastModifiedTime(from));
    Files.move(partial, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncDirectory(to);
  }

  /**
   * Makes a file's name survive a power cut.
   *
   * @param file whose directory is forced
   * @throws IOException when the file system refuses
   */
  public static void syncDirectory(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file.toAbsolutePath().getParent(), READ)) {
      channel.force(true);
    }
  }
}
