package io.semj.core.checkpoint;

import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.StorageErrors;
import io.semj.core.storage.Uninterrupted;
import io.semj.error.ConsistencyException;
import io.semj.error.JournalException;
import io.semj.error.JournalNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * The checkpoints in a journal's directory, for reading. Works with and without a writer, of this
 * process or another; a checkpoint that is being made is not seen before it is whole. Keeps nothing
 * in memory and may be used by any thread.
 */
public final class CheckpointStore {
  private final Path directory;

  private CheckpointStore(Path directory) {
    this.directory = directory;
  }

  /**
   * The checkpoints of a journal.
   *
   * @param journalDirectory the journal's directory; it need not have checkpoints
   * @return the store
   */
  public static CheckpointStore of(Path journalDirectory) {
    return new CheckpointStore(journalDirectory.resolve(JournalDirectory.CHECKPOINTS));
  }

  /**
   * All checkpoints whose header is undamaged and whose length is right; their snapshots are not
   * read.
   *
   * @return the newest, which is the one with the highest id, first
   * @throws io.semj.error.StorageException when the directory cannot be read
   */
  public List<Checkpoint> list() {
    List<Checkpoint> found = new ArrayList<>();
    for (Named file : files()) {
      inspect(file, false, found, new ArrayList<>());
    }
    return found;
  }

  /**
   * The newest checkpoint that proves to be undamaged, snapshot included. Damaged ones are passed
   * over.
   *
   * @return the checkpoint, or none
   * @throws io.semj.error.StorageException when the directory cannot be read
   */
  public Optional<Checkpoint> newestGood() {
    return newestGood(checkpoint -> true);
  }

  /**
   * The newest checkpoint that suits and proves to be undamaged, snapshot included.
   *
   * @param suits is asked before the snapshot is read
   * @return the checkpoint, or none
   * @throws io.semj.error.StorageException when the directory cannot be read
   */
  public Optional<Checkpoint> newestGood(Predicate<Checkpoint> suits) {
    for (Checkpoint checkpoint : list()) {
      if (suits.test(checkpoint) && isGood(checkpoint)) {
        return Optional.of(checkpoint);
      }
    }
    return Optional.empty();
  }

  /**
   * A checkpoint by its id. Its snapshot is not read.
   *
   * @param id of the checkpoint
   * @return the checkpoint, or none when there is no such file
   * @throws JournalException when there is one and its header is damaged, of another version, or
   *     cannot be read
   */
  public Optional<Checkpoint> find(long id) {
    if (id < 0) {
      return Optional.empty();
    }
    Path file = directory.resolve(CheckpointFileName.format(id));
    try {
      return Optional.of(use(file, id, CheckpointFile::checkpoint));
    } catch (JournalNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * All checkpoint files that cannot be used, for whatever reason. Reads all snapshots.
   *
   * @return the newest first; empty when all are good
   * @throws io.semj.error.StorageException when the directory cannot be read
   */
  public List<DamagedCheckpoint> damaged() {
    List<DamagedCheckpoint> damaged = new ArrayList<>();
    for (Named file : files()) {
      inspect(file, true, new ArrayList<>(), damaged);
    }
    return damaged;
  }

  /**
   * Proves that a checkpoint is undamaged, reading all of it.
   *
   * @param checkpoint as it was listed
   * @throws io.semj.error.StorageException when it is damaged, gone or cannot be read
   * @throws ConsistencyException when its file holds another checkpoint now
   */
  public void verify(Checkpoint checkpoint) {
    use(
        checkpoint.file(),
        checkpoint.id(),
        file -> {
          requireSame(checkpoint, file);
          file.verify();
          return file;
        });
  }

  /**
   * The snapshot of a checkpoint, once all of it is proven to be undamaged. It can be read to its
   * end even when retention deletes the checkpoint meanwhile.
   *
   * @param checkpoint as it was listed
   * @return the bytes the application wrote, to be closed by the caller
   * @throws io.semj.error.StorageException when it is damaged, gone or cannot be read
   * @throws ConsistencyException when its file holds another checkpoint now
   */
  public InputStream openSnapshot(Checkpoint checkpoint) {
    Path path = checkpoint.file();
    try {
      return Uninterrupted.run(
          () -> {
            CheckpointFile file = CheckpointFile.open(path, checkpoint.id());
            try {
              requireSame(checkpoint, file);
              file.verify();
              return file.snapshot();
            } catch (IOException | RuntimeException | Error e) {
              file.close();
              throw e;
            }
          });
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "read checkpoint");
    }
  }

  private interface Use<T> {
    T of(CheckpointFile file) throws IOException;
  }

  private static <T> T use(Path path, long id, Use<T> use) {
    try {
      return Uninterrupted.run(
          () -> {
            try (CheckpointFile file = CheckpointFile.open(path, id)) {
              return use.of(file);
            }
          });
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "read checkpoint");
    }
  }

  private static void requireSame(Checkpoint checkpoint, CheckpointFile file) {
    if (!file.checkpoint().equals(checkpoint)) {
      throw new ConsistencyException(
          "file holds another checkpoint now: expected="
              + checkpoint
              + ", actual="
              + file.checkpoint());
    }
  }

  boolean isGood(Checkpoint checkpoint) {
    try {
      verify(checkpoint);
      return true;
    } catch (JournalException e) {
      return false;
    }
  }

  /** The next id that no file has. */
  long nextId() {
    List<Named> files = files();
    return files.isEmpty() ? 1 : files.get(0).id() + 1;
  }

  Path directory() {
    return directory;
  }

  private static void inspect(
      Named named, boolean all, List<Checkpoint> good, List<DamagedCheckpoint> damaged) {
    try {
      good.add(
          use(
              named.file(),
              named.id(),
              file -> {
                if (all) {
                  file.verify();
                }
                return file.checkpoint();
              }));
    } catch (JournalNotFoundException e) {
      // Retention was quicker.
    } catch (JournalException e) {
      damaged.add(new DamagedCheckpoint(named.file(), e));
    }
  }

  private record Named(Path file, long id) {}

  /** The files that are checkpoints by name, the highest id first. */
  private List<Named> files() {
    List<Named> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        OptionalLong id = CheckpointFileName.parse(file.getFileName().toString());
        if (id.isPresent()) {
          found.add(new Named(file, id.getAsLong()));
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw StorageErrors.translate(e.getCause(), directory, "list checkpoints");
    } catch (IOException e) {
      throw StorageErrors.translate(e, directory, "list checkpoints");
    }
    found.sort(Comparator.comparingLong(Named::id).reversed());
    return found;
  }
}
