package io.semj.kernel;

import io.semj.core.storage.StorageErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A kernel journal that is a file, which may be growing. Read through the channel, never mapped.
 */
final class FileInput implements KernelInput {
  private final Path path;
  private final FileChannel channel;

  FileInput(Path path) {
    this.path = path;
    try {
      channel = FileChannel.open(path, StandardOpenOption.READ);
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "open kernel journal");
    }
  }

  @Override
  public int read(long position, byte[] into, int offset, int length) {
    try {
      ByteBuffer target = ByteBuffer.wrap(into, offset, length);
      int total = 0;
      while (target.hasRemaining()) {
        int read = channel.read(target, position + total);
        if (read <= 0) {
          break;
        }
        total += read;
      }
      return total;
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "read kernel journal");
    }
  }

  @Override
  public boolean isAtEnd(long position) {
    try {
      return position >= channel.size();
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "read kernel journal");
    }
  }

  @Override
  public boolean isFile() {
    return true;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "close kernel journal");
    }
  }
}
