package io.semj.suite.subject;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The limit's storage: a length and the bytes, one after another, copied into mapped files. Fresh
 * ones are new and sparse; the reused one was written before, and is written round and round.
 */
final class LimitFiles implements BareRing.Sink, Closeable {
  static final int FILE_BYTES = 64 << 20;
  private static final int MOST_UNFORCED = 1 << 20;

  private final Path directory;
  private final boolean reused;
  private final boolean forcing;
  private final UnsafeBuffer target = new UnsafeBuffer(0, 0);
  private MappedByteBuffer map;
  private int files;
  private int at;
  private int forced;

  LimitFiles(Path directory, boolean reused, boolean forcing) throws IOException {
    this.directory = directory;
    this.reused = reused;
    this.forcing = forcing;
    next();
    if (reused) {
      target.setMemory(0, FILE_BYTES, (byte) 1);
      map.force();
    }
  }

  static Path file(Path directory, int index) {
    return directory.resolve(String.format("%08d", index));
  }

  private void next() throws IOException {
    unmap();
    Path path = file(directory, files++);
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      map = channel.map(MapMode.READ_WRITE, 0, FILE_BYTES);
    }
    target.wrap((ByteBuffer) map);
    at = 0;
    forced = 0;
  }

  @Override
  public void take(DirectBuffer memory, int offset, int length) {
    if (at + Integer.BYTES + length > FILE_BYTES) {
      turn();
    }
    target.putInt(at, length, ByteOrder.LITTLE_ENDIAN);
    target.putBytes(at + Integer.BYTES, memory, offset, length);
    at += Integer.BYTES + length;
    if (forcing && at - forced >= MOST_UNFORCED) {
      force();
    }
  }

  @Override
  public void endOfBatch() {
    if (forcing) {
      force();
    }
  }

  private void turn() {
    if (forcing) {
      force();
    }
    if (reused) {
      at = 0;
      forced = 0;
      return;
    }
    try {
      next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void force() {
    if (at > forced) {
      map.force(forced, at - forced);
      forced = at;
    }
  }

  private void unmap() {
    if (map != null) {
      IoUtil.unmap(map);
    }
  }

  @Override
  public void close() {
    unmap();
  }

  /** Copies every event of fresh files out of them, and counts. */
  static long readAll(Path directory, int size) throws IOException {
    UnsafeBuffer event = new UnsafeBuffer(ByteBuffer.allocateDirect(size));
    long count = 0;
    for (int i = 0; Files.exists(file(directory, i)); i++) {
      try (FileChannel channel = FileChannel.open(file(directory, i))) {
        MappedByteBuffer map = channel.map(MapMode.READ_ONLY, 0, FILE_BYTES);
        count += read(new UnsafeBuffer((ByteBuffer) map), event);
        IoUtil.unmap(map);
      }
    }
    return count;
  }

  private static long read(UnsafeBuffer file, UnsafeBuffer event) {
    long count = 0;
    for (int at = 0; at + Integer.BYTES <= FILE_BYTES; count++) {
      int length = file.getInt(at, ByteOrder.LITTLE_ENDIAN);
      if (length == 0) {
        break;
      }
      event.putBytes(0, file, at + Integer.BYTES, length);
      at += Integer.BYTES + length;
    }
    return count;
  }
}
