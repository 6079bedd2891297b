package io.semj.tool.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes what passes through. */
final class Sha256Stream extends OutputStream {
  private static final int CHUNK = 1 << 20;

  private final OutputStream out;
  private final MessageDigest digest = newDigest();
  private long count;

  Sha256Stream(OutputStream out) {
    this.out = out;
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }

  /** The digest of a part of a file, in hexadecimal; of less where the file ends before. */
  static String ofFile(Path file, long from, long to) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MessageDigest digest = newDigest();
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
      long at = from;
      while (at < to) {
        chunk.clear().limit((int) Math.min(CHUNK, to - at));
        int read = channel.read(chunk, at);
        if (read < 0) {
          break;
        }
        digest.update(chunk.flip());
        at += read;
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read: file=" + file + ", reason=" + e.getMessage(), e);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    digest.update(bytes, offset, length);
    count += length;
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /** How many bytes have passed. */
  long count() {
    return count;
  }

  /** The digest of all that has passed, once. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
