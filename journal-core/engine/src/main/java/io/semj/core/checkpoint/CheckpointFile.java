package io.semj.core.checkpoint;

import io.semj.checksum.Sha256;
import io.semj.error.CorruptionException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * One checkpoint file, open for reading. It is a good checkpoint if and only if
 *
 * <ol>
 *   <li>the header is whole: magic, version, CRC32C, and no flag that is not known;
 *   <li>the id in it is that of the file's name;
 *   <li>the file is as long as header, snapshot and trailer are together;
 *   <li>the trailer is the SHA-256 of the snapshot followed by the header.
 * </ol>
 *
 * <p>The first three are checked by opening it. What was opened stays readable when the file is
 * deleted. One thread.
 */
final class CheckpointFile implements Closeable {
  private static final int CHUNK = 64 * 1024;

  private final FileChannel channel;
  private final byte[] header;
  private final Checkpoint checkpoint;

  private CheckpointFile(FileChannel channel, byte[] header, Checkpoint checkpoint) {
    this.channel = channel;
    this.header = header;
    this.checkpoint = checkpoint;
  }

  static CheckpointFile open(Path file, long id) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return open(channel, file, id);
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  private static CheckpointFile open(FileChannel channel, Path file, long id) throws IOException {
    long length = channel.size();
    if (length < CheckpointDescriptor.fileLength(0)) {
      throw new CorruptionException("checkpoint is cut short", file.toString(), length);
    }
    byte[] header = read(channel, 0, CheckpointDescriptor.HEADER_LENGTH, file);
    Checkpoint checkpoint = CheckpointCodec.decode(header, file);
    if (checkpoint.id() != id) {
      throw new CorruptionException(
          "checkpoint has another's id: expected=" + id + ", actual=" + checkpoint.id(),
          file.toString(),
          CheckpointDescriptor.ID_OFFSET);
    }
    long snapshot = length - CheckpointDescriptor.fileLength(0);
    if (checkpoint.snapshotBytes() != snapshot) {
      throw new CorruptionException(
          "checkpoint has another length: expectedSnapshotBytes="
              + checkpoint.snapshotBytes()
              + ", actual="
              + snapshot,
          file.toString(),
          length);
    }
    return new CheckpointFile(channel, header, checkpoint);
  }

  Checkpoint checkpoint() {
    return checkpoint;
  }

  /** Proves the snapshot, or throws what is wrong with it. */
  void verify() throws IOException {
    Path file = checkpoint.file();
    Sha256 sha = new Sha256();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    long end = CheckpointDescriptor.HEADER_LENGTH + checkpoint.snapshotBytes();
    for (long at = CheckpointDescriptor.HEADER_LENGTH; at < end; at += chunk.position()) {
      chunk.clear().limit((int) Math.min(CHUNK, end - at));
      fill(channel, chunk, at, file);
      sha.update(chunk.array(), 0, chunk.position());
    }
    sha.update(header, 0, header.length);
    byte[] actual = new byte[Sha256.DIGEST_LENGTH];
    sha.digest(actual, 0);
    if (!Arrays.equals(actual, read(channel, end, actual.length, file))) {
      throw new CorruptionException(
          "checkpoint is damaged, its SHA-256 is another one", file.toString(), end);
    }
  }

  /** The snapshot, which closes this file when it is closed. */
  SnapshotStream snapshot() {
    return new SnapshotStream(
        channel, CheckpointDescriptor.HEADER_LENGTH, checkpoint.snapshotBytes());
  }

  private static byte[] read(FileChannel channel, long at, int length, Path file)
      throws IOException {
    byte[] bytes = new byte[length];
    fill(channel, ByteBuffer.wrap(bytes), at, file);
    return bytes;
  }

  private static void fill(FileChannel channel, ByteBuffer bytes, long at, Path file)
      throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, at + bytes.position()) < 0) {
        throw new CorruptionException(
            "checkpoint is cut short", file.toString(), at + bytes.position());
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
