package io.semj.query;

import io.semj.checksum.Crc32c;
import io.semj.index.BlockIndex;
import io.semj.index.IndexFile;
import io.semj.index.IndexFileHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * The index of a segment, in memory of ours or in a file that is mapped for reading.
 *
 * <p>A mapped file may be cut short or written over by others. Questions are therefore asked as a
 * whole: what was read is used only when no page was missing and the file is still as it was when
 * its checksum was compared. No code but plain reads and bulk copies sees mapped memory, which
 * HotSpot guards; checksums and decompression would kill the JVM. The garbage collector unmaps the
 * file once nobody can ask any more. Any thread.
 */
final class StoredIndex {
  private final BlockIndex index;

  /** Null when the index is in memory of ours. */
  private final Mapping mapping;

  private final long length;
  private volatile long lookedAt;

  private record Mapping(IndexFileHeader header, ByteBuffer bytes, Path path, FileStamp stamp) {}

  private StoredIndex(BlockIndex index, Mapping mapping, long length) {
    this.index = index;
    this.mapping = mapping;
    this.length = length;
  }

  /** An index of a segment that is not closed. */
  static StoredIndex inMemory(BlockIndex live) {
    return new StoredIndex(live, null, 0);
  }

  /** An index that was read into memory of ours, or made there. */
  static StoredIndex inMemory(IndexFile index) {
    return new StoredIndex(index, null, index.header().length());
  }

  /**
   * An index in a mapped file.
   *
   * @param header of the file
   * @param bytes of the whole file, whose checksum was compared
   * @param path of the file
   * @param stamp of the file before that
   * @return the index; null when the file is not what it was any more
   */
  static StoredIndex mapped(IndexFileHeader header, ByteBuffer bytes, Path path, FileStamp stamp) {
    try {
      Mapping mapping = new Mapping(header, bytes, path, stamp);
      StoredIndex mapped = new StoredIndex(overMapped(header, bytes), mapping, header.length());
      return mapped.isUnchanged(0) ? mapped : null;
    } catch (RuntimeException | InternalError changed) {
      return null;
    }
  }

  private static IndexFile overMapped(IndexFileHeader header, ByteBuffer bytes) {
    try {
      return new IndexFile(header, bytes);
    } finally {
      MappedFaults.surface();
    }
  }

  boolean isMapped() {
    return mapping != null;
  }

  /** Bytes of a file; 0 for a live segment. */
  long length() {
    return length;
  }

  /**
   * Asks.
   *
   * @param question reads the index and nothing else that could fail; its answer is not null and
   *     has no part of the index in it, and it may be asked again of another index
   * @param mostUnlookedNanos how long ago somebody may have looked whether the file has changed
   * @return the answer; null when the index cannot be trusted any more
   */
  <T> T ask(Function<? super BlockIndex, T> question, long mostUnlookedNanos) {
    if (mapping == null) {
      return question.apply(index);
    }
    try {
      T answer = askMapped(question);
      return isUnchanged(mostUnlookedNanos) ? answer : null;
    } catch (RuntimeException | InternalError untrue) {
      return null;
    }
  }

  private <T> T askMapped(Function<? super BlockIndex, T> question) {
    try {
      return question.apply(index);
    } finally {
      MappedFaults.surface();
    }
  }

  private boolean isUnchanged(long mostUnlookedNanos) {
    long now = System.nanoTime();
    if (mostUnlookedNanos > 0 && now - lookedAt < mostUnlookedNanos) {
      return true;
    }
    try {
      if (!FileStamp.of(mapping.path()).equals(mapping.stamp())) {
        return false;
      }
    } catch (IOException noLongerThere) {
      return false;
    }
    lookedAt = now;
    return true;
  }

  /**
   * The same index in memory of ours, for when the name of the file is that of another by now, or
   * of none: the bytes that are mapped may be sound still.
   *
   * @return the index; null when the bytes are not those whose checksum was compared
   */
  StoredIndex copied() {
    try {
      byte[] bytes = bytes();
      int crc = Crc32c.of(bytes, IndexFileHeader.LENGTH, bytes.length - IndexFileHeader.LENGTH);
      return crc == mapping.header().bodyChecksum()
          ? inMemory(new IndexFile(mapping.header(), ByteBuffer.wrap(bytes)))
          : null;
    } catch (RuntimeException | InternalError gone) {
      return null;
    }
  }

  private byte[] bytes() {
    try {
      byte[] bytes = new byte[mapping.header().length()];
      mapping.bytes().get(0, bytes);
      return bytes;
    } finally {
      MappedFaults.surface();
    }
  }
}
