package io.semj.demo;

import io.semj.event.FilesystemContext;
import io.semj.event.SemanticEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Eight bytes that stand for an event: the beginning of a SHA-256 over what was said in it, so that
 * what is read can be held against what was emitted without keeping it. One thread.
 */
final class EventDigest {
  private final MessageDigest sha = ContentHash.sha256();
  private final ByteBuffer numbers = ByteBuffer.allocate(4 * Long.BYTES);

  long of(int typeCode, String path, long inode, int fileType, String metadata, byte[] payload) {
    byte[] pathBytes = path.getBytes(StandardCharsets.UTF_8);
    numbers.clear().putLong(typeCode).putLong(inode).putLong(fileType).putLong(pathBytes.length);
    sha.reset();
    sha.update(numbers.flip());
    sha.update(pathBytes);
    sha.update(metadata.getBytes(StandardCharsets.UTF_8));
    sha.update((byte) '\n');
    sha.update(payload);
    return ByteBuffer.wrap(sha.digest()).getLong();
  }

  long of(SemanticEvent event) {
    FilesystemContext file = event.filesystem();
    return of(
        event.typeCode(),
        file.path(),
        file.inodeNumber(),
        file.fileType(),
        event.metadataText(),
        event.payload());
  }
}
