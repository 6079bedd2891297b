package io.semj.core.storage;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.semj.format.BlockCompression;
import io.semj.format.SegmentDescriptor;
import io.semj.format.SegmentHeader;
import io.semj.format.SegmentReanchor;
import io.semj.format.SegmentReanchorCodec;
import io.semj.format.SegmentSeal;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes a closed segment anew, with fewer or otherwise stored records, and puts it in the old
 * one's place. The segments behind it stay as they are: a re-anchor in the new file says what they
 * continue from.
 *
 * <p>Everything is written to {@link JournalDirectory#REWRITE_FILE} and forced; then one atomic
 * rename takes the old file's name. Cut short at any point, the old segment or the new one stands,
 * whole; what is left over is ignored and overwritten by the next rewriting. Readers that have the
 * old file open read it to its end.
 *
 * <p>The caller holds the directory's {@link DirectoryLock#maintenance maintenance lock}, and sees
 * to it that nothing writes to the segment. One thread.
 */
public final class SegmentRewriter implements Closeable {
  private final JournalDirectory directory;
  private final SegmentHead original;
  private final BlockCompression compression;
  private final Path file;
  private final FileChannel channel;
  private final BlockPacker packer;
  private boolean finished;
  private boolean replaced;

  private SegmentRewriter(
      JournalDirectory directory,
      SegmentHead original,
      BlockCompression compression,
      Path file,
      FileChannel channel) {
    this.directory = directory;
    this.original = original;
    this.compression = compression;
    this.file = file;
    this.channel = channel;
    this.packer =
        new BlockPacker(
            original.identity(),
            compression,
            (block, position) -> BlockFile.writeFully(channel, block, position));
  }

  /**
   * Begins a new file for a segment.
   *
   * @param directory of the journal
   * @param original the segment's head
   * @param compression of the new blocks
   * @return the rewriter; nothing of the journal is changed before {@link #replace}
   * @throws io.semj.error.StorageException when the file cannot be made
   * @throws io.semj.error.UnsupportedFeatureException when the compression's library is missing
   */
  public static SegmentRewriter begin(
      JournalDirectory directory, SegmentHead original, BlockCompression compression) {
    Path file = directory.resolve(JournalDirectory.REWRITE_FILE);
    try {
      FileChannel channel = FileChannel.open(file, CREATE, TRUNCATE_EXISTING, READ, WRITE);
      try {
        return new SegmentRewriter(directory, original, compression, file, channel);
      } catch (RuntimeException | Error e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, file, "begin rewriting");
    }
  }

  /**
   * Takes a record over, byte for byte, in ascending order of sequences.
   *
   * @param buffer that holds it; not of a mapped file
   * @param offset of it
   * @param length of it, in bytes
   * @throws IllegalArgumentException when its sequence is not above all before
   */
  public void add(DirectBuffer buffer, int offset, int length) {
    packer.add(buffer, offset, length);
  }

  /**
   * Says that the records since the last call were in one block: they stay in one.
   *
   * @throws io.semj.error.StorageException when writing fails
   */
  public void endGroup() {
    try {
      packer.endGroup();
    } catch (IOException e) {
      throw StorageErrors.translate(e, file, "rewrite");
    }
  }

  /**
   * Completes the new file and forces it.
   *
   * @param reanchor what the next segment continues from
   * @return how long the new segment is, in bytes
   * @throws IllegalArgumentException when the next segment would not be behind the last record
   * @throws io.semj.error.StorageException when writing fails
   */
  public long finish(SegmentReanchor reanchor) {
    try {
      JournalPosition end = packer.finish();
      if (end.sequence() > reanchor.lastSequence()) {
        throw new IllegalArgumentException(
            "re-anchor is before the last record: record="
                + end.sequence()
                + ", reanchor="
                + reanchor.lastSequence());
      }
      // The time of sealing stays: retention by age goes by it.
      long sealTime = original.seal().map(SegmentSeal::sealTimeNanos).orElse(reanchor.timeNanos());
      ByteBuffer head = ByteBuffer.allocate(SegmentDescriptor.LENGTH);
      SegmentReanchorCodec.encode(
          header(), end.seal(sealTime), reanchor, new UnsafeBuffer(head), 0);
      BlockFile.writeFully(channel, head, 0);
      channel.force(true);
      finished = true;
      return end.endPosition();
    } catch (IOException e) {
      throw StorageErrors.translate(e, file, "finish rewriting");
    }
  }

  private SegmentHeader header() {
    return new SegmentHeader(
        original.header().journal().toBuilder().compressionAlgorithm(compression.code()).build(),
        original.identity());
  }

  /**
   * Puts the new file in the old one's place, which is gone then.
   *
   * @throws io.semj.error.StorageException when that fails: the old one or the new one stands
   */
  public void replace() {
    if (!finished) {
      throw new IllegalStateException("rewriting is not finished: file=" + file);
    }
    try {
      FileTime closed = Files.getLastModifiedTime(original.file().path());
      channel.close();
      Files.setLastModifiedTime(file, closed);
      Files.move(
          file,
          original.file().path(),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      replaced = true;
      directory.sync();
    } catch (IOException e) {
      throw StorageErrors.translate(e, original.file().path(), "replace segment");
    }
  }

  /**
   * Keeps the old file under another name, and puts the new one in its place. There is no moment at
   * which neither is there.
   *
   * @param kept where the old file is to be found afterwards; no file is there yet, its directory
   *     is
   * @throws io.semj.error.StorageException when that fails: the old one or the new one stands
   */
  public void replaceKeeping(Path kept) {
    try {
      FileCopies.linkOrCopy(original.file().path(), kept);
    } catch (IOException e) {
      throw StorageErrors.translate(e, kept, "keep original segment");
    }
    replace();
  }

  /** Releases the file, and deletes it unless it has taken the old one's place. Idempotent. */
  @Override
  public void close() {
    packer.close();
    try {
      channel.close();
      if (!replaced) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, file, "discard rewriting");
    }
  }
}
