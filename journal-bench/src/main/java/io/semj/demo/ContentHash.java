package io.semj.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The SHA-256 of what is in an entry: the bytes of a file, the target of a link, the sorted names
 * in a directory, each ended by a line feed. Other kinds are not opened and have none. One thread.
 */
final class ContentHash {
  private static final byte[] NONE = {};

  private final MessageDigest sha = sha256();
  private final byte[] buffer = new byte[64 << 10];
  private long bytesRead;

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  byte[] of(TreeEntry entry, FileFacts facts) throws IOException {
    sha.reset();
    switch (facts.fileType()) {
      case FileFacts.S_IFREG -> readFile(entry.path());
      case FileFacts.S_IFLNK -> update(Files.readSymbolicLink(entry.path()).toString());
      case FileFacts.S_IFDIR -> {
        if (entry.names() == null) {
          throw new IOException("became a directory while the tree was walked");
        }
        entry.names().forEach(name -> update(name + "\n"));
      }
      default -> {
        return NONE;
      }
    }
    return sha.digest();
  }

  private void readFile(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha.update(buffer, 0, read);
        bytesRead += read;
      }
    }
  }

  private void update(String text) {
    sha.update(text.getBytes(StandardCharsets.UTF_8));
  }

  /** How many bytes of files were read so far. */
  long bytesRead() {
    return bytesRead;
  }
}
