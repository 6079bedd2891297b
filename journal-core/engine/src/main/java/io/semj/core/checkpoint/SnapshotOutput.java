package io.semj.core.checkpoint;

import io.semj.checksum.Sha256;
import io.semj.core.storage.StorageErrors;
import io.semj.error.JournalException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Streams a snapshot behind the place of the header, hashing it on the way, with one buffer's worth
 * of memory. Remembers its first failure, so that a source cannot swallow it. One thread.
 */
final class SnapshotOutput extends OutputStream {
  private static final int BUFFER = 64 * 1024;

  private final SnapshotFile file;
  private final Path path;
  private final CheckpointWriter.Permit permit;
  private final Sha256 sha = new Sha256();
  private final byte[] bytes = new byte[BUFFER];
  private int buffered;
  private long written;
  private boolean complete;
  private JournalException failure;

  SnapshotOutput(SnapshotFile file, Path path, CheckpointWriter.Permit permit) {
    this.file = file;
    this.path = path;
    this.permit = permit;
  }

  @Override
  public void write(int value) throws IOException {
    requireUsable();
    if (buffered == BUFFER) {
      drain();
    }
    bytes[buffered] = (byte) value;
    buffered++;
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    requireUsable();
    int done = 0;
    while (done < length) {
      if (buffered == BUFFER) {
        drain();
      }
      int count = Math.min(length - done, BUFFER - buffered);
      System.arraycopy(source, offset + done, bytes, buffered, count);
      buffered += count;
      done += count;
    }
  }

  private void requireUsable() throws IOException {
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
    if (complete) {
      throw new IOException("snapshot is complete: file=" + path);
    }
  }

  private void drain() throws IOException {
    try {
      permit.check();
      file.write(ByteBuffer.wrap(bytes, 0, buffered), CheckpointDescriptor.HEADER_LENGTH + written);
    } catch (IOException e) {
      failure = StorageErrors.translate(e, path, "write snapshot");
      throw e;
    } catch (JournalException e) {
      failure = e;
      throw new IOException(e.getMessage(), e);
    }
    sha.update(bytes, 0, buffered);
    written += buffered;
    buffered = 0;
  }

  /** Nothing is written for less than a full buffer: only the end of the snapshot does that. */
  @Override
  public void flush() throws IOException {
    requireUsable();
  }

  /** Leaves the file open: it is not complete without its header. */
  @Override
  public void close() {
    complete = true;
  }

  JournalException failure() {
    return failure;
  }

  /** Writes what is left; throws the first failure there was. */
  void finish() {
    complete = true;
    if (failure == null) {
      try {
        drain();
      } catch (IOException e) {
        throw failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  long length() {
    return written;
  }

  /** The digest of the snapshot and the header behind it. */
  void digestWith(byte[] header, byte[] digest) {
    sha.update(header, 0, header.length);
    sha.digest(digest, 0);
  }
}
