package io.semj.core.checkpoint;

import io.semj.checksum.Sha256;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalPosition;
import io.semj.core.storage.StorageErrors;
import io.semj.core.storage.Uninterrupted;
import io.semj.error.JournalException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Writes one checkpoint: first the snapshot is streamed into a file with a temporary name, then the
 * header and the trailer are added and everything is forced, then the file takes its name. Killed
 * before that, it leaves a file that no reader looks at and the next writer deletes. The journal's
 * writer only, one checkpoint at a time. One thread.
 */
public final class CheckpointWriter implements AutoCloseable {
  private final Path journal;
  private final long id;
  private final Path temporary;
  private final SnapshotFile file;
  private final SnapshotOutput snapshot;
  private long lastKernelSequence;
  private Checkpoint sealed;
  private boolean published;

  private CheckpointWriter(Path journal, long id, Path temporary, Permit permit)
      throws IOException {
    this.journal = journal;
    this.id = id;
    this.temporary = temporary;
    this.file = new SnapshotFile(temporary);
    this.snapshot = new SnapshotOutput(file, temporary, permit);
  }

  /** Whether writing may go on. */
  @FunctionalInterface
  public interface Permit {
    /**
     * Asked before every write.
     *
     * @throws JournalException to stop it
     */
    void check();
  }

  /**
   * Begins a checkpoint, and deletes what others left unfinished.
   *
   * @param journalDirectory of the journal
   * @param permit may stop it while the snapshot is written
   * @return the writer, to be closed
   * @throws io.semj.error.StorageException when the file cannot be made
   */
  public static CheckpointWriter begin(Path journalDirectory, Permit permit) {
    Path path = journalDirectory.resolve(JournalDirectory.CHECKPOINTS);
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectory(path); // its name is forced with the first checkpoint's
      }
      deleteLeftovers(path);
      long id = CheckpointStore.of(journalDirectory).nextId();
      // A name of its own: a thread that was left behind by a closed journal may still have one.
      Path temporary = path.resolve(UUID.randomUUID() + CheckpointFileName.TEMPORARY_SUFFIX);
      return new CheckpointWriter(journalDirectory, id, temporary, permit);
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "create checkpoint");
    }
  }

  private static void deleteLeftovers(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (file.getFileName().toString().endsWith(CheckpointFileName.TEMPORARY_SUFFIX)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /**
   * Where the snapshot goes.
   *
   * @return a stream that fails for good once a write has failed
   */
  public OutputStream snapshot() {
    return snapshot;
  }

  /**
   * Why the snapshot could not be written. Whoever wrote it may have swallowed that.
   *
   * @return the failure, or null
   */
  public JournalException failure() {
    return snapshot.failure();
  }

  /**
   * Notes what the journal knows of the kernel's.
   *
   * @param sequence of the last event from the kernel, 0 for none
   */
  public void lastKernelSequence(long sequence) {
    lastKernelSequence = sequence;
  }

  /**
   * Completes the file and forces it to the device, still under its temporary name.
   *
   * @param journalId of the journal
   * @param sequence the last whose effect is in the snapshot
   * @param position that is durable, at or behind the sequence
   * @param createdNanos since 1970
   * @throws JournalException when that failed, or a write of the snapshot had
   */
  public void seal(UUID journalId, long sequence, JournalPosition position, long createdNanos) {
    snapshot.finish();
    long length = snapshot.length();
    Checkpoint checkpoint =
        new Checkpoint(
            temporary.resolveSibling(CheckpointFileName.format(id)),
            id,
            journalId,
            sequence,
            position,
            createdNanos,
            length,
            lastKernelSequence);
    try {
      byte[] header = CheckpointCodec.encode(checkpoint);
      byte[] digest = new byte[Sha256.DIGEST_LENGTH];
      snapshot.digestWith(header, digest);
      file.write(ByteBuffer.wrap(digest), CheckpointDescriptor.HEADER_LENGTH + length);
      file.write(ByteBuffer.wrap(header), 0);
      file.force();
      file.close();
      sealed = checkpoint;
    } catch (IOException e) {
      throw StorageErrors.translate(e, temporary, "write checkpoint");
    }
  }

  /**
   * Gives the sealed file its name, so that it is a checkpoint from now on, power cut or not.
   *
   * @return the checkpoint
   * @throws io.semj.error.StorageException when that failed; if only its name could not be forced,
   *     the checkpoint is there and may be gone after a power cut
   */
  public Checkpoint publish() {
    try {
      Files.move(temporary, sealed.file(), StandardCopyOption.ATOMIC_MOVE);
      published = true;
      sync(temporary.getParent());
      sync(journal); // the name of the checkpoints' directory: it may be new
      return sealed;
    } catch (IOException e) {
      throw StorageErrors.translate(e, sealed.file(), "name checkpoint");
    }
  }

  private static void sync(Path directory) throws IOException {
    JournalDirectory names = JournalDirectory.existing(directory);
    Uninterrupted.run(
        () -> {
          names.sync();
          return names;
        });
  }

  /** Deletes what was not published. */
  @Override
  public void close() {
    if (published) {
      return;
    }
    try {
      file.close();
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw StorageErrors.translate(e, temporary, "delete unfinished checkpoint");
    }
  }
}
