package io.semj.query;

import io.semj.checksum.Crc32c;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.SegmentHead;
import io.semj.error.ChecksumMismatchException;
import io.semj.error.CompatibilityException;
import io.semj.error.ConsistencyException;
import io.semj.error.JournalException;
import io.semj.error.StorageException;
import io.semj.index.IndexFile;
import io.semj.index.IndexFileEncoder;
import io.semj.index.IndexFileHeader;
import io.semj.index.LiveIndex;
import io.semj.index.SegmentFacts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The index files of a journal, in the directory {@value #DIRECTORY} below it: one per closed
 * segment, named like the segment with the ending {@value #SUFFIX}. They are not synced: what a
 * power cut damages is found by its checksum and made again. Any thread.
 */
public final class IndexFiles {
  /** Below the journal's directory. */
  public static final String DIRECTORY = "index";

  /** Ending of a file's name. */
  public static final String SUFFIX = ".semx";

  /** Of a segment's size that its index takes at most, in percent. */
  private static final int MOST_PERCENT = 5;

  private static final int LEAST_BYTES = 16 << 10;
  private static final int CHUNK = 1 << 18;

  private final JournalDirectory journal;
  private final Path directory;
  private final long extractorId;
  private final boolean readOnly;

  /**
   * The index files of a journal.
   *
   * @param journal its directory
   * @param extractorId of the application's keys: an index with others' is stale
   */
  public IndexFiles(JournalDirectory journal, long extractorId) {
    this(journal, extractorId, false);
  }

  private IndexFiles(JournalDirectory journal, long extractorId, boolean readOnly) {
    this.journal = journal;
    this.directory = journal.resolve(DIRECTORY);
    this.extractorId = extractorId;
    this.readOnly = readOnly;
  }

  /** Index files that are used as they are, whoever's keys are in them, and never written. */
  static IndexFiles readOnly(JournalDirectory journal) {
    return new IndexFiles(journal, 0, true);
  }

  /**
   * The index file of a segment.
   *
   * @param segment of the journal
   * @return its path, be there a file or not
   */
  public Path path(SegmentHead segment) {
    String name = segment.file().name();
    return directory.resolve(name.substring(0, name.lastIndexOf('.')) + SUFFIX);
  }

  /**
   * What a closed segment's index has to be of.
   *
   * @param segment sealed
   * @return the facts
   */
  static SegmentFacts facts(SegmentHead segment) {
    return new SegmentFacts(
        segment.identity().journalId(),
        segment.identity().generation(),
        segment.seal().orElseThrow().endPosition(),
        segment.seal().orElseThrow().chainDigest());
  }

  /**
   * Opens the index of a closed segment: mapped for reading, once its checksum is compared.
   *
   * @param segment sealed
   * @return the index; none when there is no file, or it is damaged or of something else
   */
  Optional<StoredIndex> open(SegmentHead segment) {
    try {
      StoredIndex mapped = mapped(segment);
      return Optional.of(mapped != null ? mapped : StoredIndex.inMemory(read(segment)));
    } catch (IOException | JournalException unusable) {
      return Optional.empty();
    }
  }

  /** Null where no file can be mapped, or it was changed meanwhile. */
  private StoredIndex mapped(SegmentHead segment) throws IOException {
    Path path = path(segment);
    FileStamp stamp = FileStamp.of(path);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      IndexFileHeader header = header(file, segment);
      checkKeys(header, path);
      checkBody(file, header, path);
      ByteBuffer bytes = file.map(FileChannel.MapMode.READ_ONLY, 0, header.length());
      return StoredIndex.mapped(header, bytes, path, stamp);
    } catch (UnsupportedOperationException noMappings) {
      return null;
    }
  }

  private IndexFile read(SegmentHead segment) throws IOException {
    IndexFile index = sound(segment);
    checkKeys(index.header(), path(segment));
    return index;
  }

  private void checkKeys(IndexFileHeader header, Path path) {
    if (!readOnly && header.extractorId() != extractorId) {
      throw new ConsistencyException(
          "index has other keys of the application: file="
              + path
              + ", expected="
              + Long.toHexString(extractorId)
              + ", actual="
              + Long.toHexString(header.extractorId()));
    }
  }

  /**
   * Reads the index of a closed segment into memory, whatever keys of the application's are in it.
   *
   * @param segment sealed
   * @return the index
   * @throws IOException when there is no file, or it cannot be read
   * @throws StorageException when it is damaged
   * @throws ConsistencyException when it is of another segment, or of another state of it
   * @throws CompatibilityException when another version wrote it
   */
  IndexFile sound(SegmentHead segment) throws IOException {
    try (FileChannel file = FileChannel.open(path(segment), StandardOpenOption.READ)) {
      IndexFileHeader header = header(file, segment);
      byte[] bytes = new byte[header.length()];
      for (int at = 0; at < bytes.length; at += CHUNK) {
        int length = Math.min(CHUNK, bytes.length - at); // a read takes memory of that size
        readFully(file, ByteBuffer.wrap(bytes, at, length).slice(), at);
      }
      int crc = Crc32c.of(bytes, IndexFileHeader.LENGTH, bytes.length - IndexFileHeader.LENGTH);
      checkSum(header, crc, path(segment));
      return new IndexFile(header, ByteBuffer.wrap(bytes));
    }
  }

  private IndexFileHeader header(FileChannel file, SegmentHead segment) throws IOException {
    byte[] head = new byte[IndexFileHeader.LENGTH];
    readFully(file, ByteBuffer.wrap(head), 0);
    IndexFileHeader header = IndexFileHeader.decode(head, file.size());
    checkCurrent(header, segment);
    return header;
  }

  private void checkCurrent(IndexFileHeader header, SegmentHead segment) {
    if (!header.segment().equals(facts(segment))) {
      throw new ConsistencyException(
          "index is not of the segment as it is: file="
              + path(segment)
              + ", expected="
              + facts(segment)
              + ", actual="
              + header.segment());
    }
  }

  /**
   * Compares the checksum through the channel, a part at a time in memory of ours: over a mapping a
   * page that is gone would kill the JVM.
   */
  private static void checkBody(FileChannel file, IndexFileHeader header, Path path)
      throws IOException {
    byte[] part = new byte[Math.min(CHUNK, header.length())];
    Crc32c crc = new Crc32c();
    for (int at = IndexFileHeader.LENGTH; at < header.length(); at += part.length) {
      int length = Math.min(part.length, header.length() - at);
      readFully(file, ByteBuffer.wrap(part, 0, length), at);
      crc.update(part, 0, length);
    }
    checkSum(header, crc.value(), path);
  }

  private static void checkSum(IndexFileHeader header, int actual, Path path) {
    if (actual != header.bodyChecksum()) {
      throw new ChecksumMismatchException(
          "index is damaged: file=" + path, header.bodyChecksum(), actual);
    }
  }

  boolean exists(SegmentHead segment) {
    return Files.exists(path(segment));
  }

  /** Deletes the index of a segment that is no more; one that stays does no harm. */
  void delete(SegmentHead removed) {
    if (readOnly) {
      return;
    }
    try {
      Files.deleteIfExists(path(removed));
    } catch (IOException readOnly) {
      // It is never asked for.
    }
  }

  /** Deletes what belongs to no segment; what stays does no harm. */
  void deleteLeftovers() {
    if (!readOnly) {
      IndexLeftovers.delete(directory, journal);
    }
  }

  private static void readFully(FileChannel file, ByteBuffer into, long position)
      throws IOException {
    while (into.hasRemaining()) {
      if (file.read(into, position + into.position()) < 0) {
        return;
      }
    }
  }

  /**
   * Makes the index of a closed segment a file, where one can be written.
   *
   * @param segment sealed
   * @param index with all of its blocks; on the thread that added to it
   * @param mayMap whether what is returned may be that file, mapped
   * @return the index as the file has it, be there one or not
   */
  StoredIndex keep(SegmentHead segment, LiveIndex index, boolean mayMap) {
    long most =
        Math.max(LEAST_BYTES, segment.seal().orElseThrow().endPosition() / 100 * MOST_PERCENT);
    ByteBuffer bytes = IndexFileEncoder.encode(index, facts(segment), extractorId, most);
    try {
      if (!readOnly) {
        write(segment, bytes.duplicate());
        StoredIndex file = mayMap ? mapped(segment) : null;
        if (file != null) {
          return file;
        }
      }
    } catch (IOException | JournalException noSuchFile) {
      // Queries need not know: the index is in memory, and is made again when it is not.
    }
    byte[] head = new byte[IndexFileHeader.LENGTH];
    bytes.get(0, head);
    return StoredIndex.inMemory(new IndexFile(IndexFileHeader.decode(head, bytes.limit()), bytes));
  }

  /** Under a temporary name, which is changed once all is there. */
  private void write(SegmentHead segment, ByteBuffer bytes) throws IOException {
    Files.createDirectories(directory);
    Path file = path(segment);
    Path fresh =
        Files.createTempFile(directory, file.getFileName().toString(), IndexLeftovers.UNFINISHED);
    try {
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
