package io.semj.core.storage;

import io.semj.error.JournalNotFoundException;
import io.semj.format.SegmentFileName;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * The directory of one journal, and the names of the files in it. Files with other names are left
 * alone.
 */
public final class JournalDirectory implements SegmentListing {
  /** The lock file: held while a writer runs. */
  public static final String LOCK_FILE = "journal.lock";

  /** The durable mark: how far events are known to be durable. */
  public static final String MARK_FILE = "durable.mark";

  /** The next segment while it has no first sequence yet; holds nothing that was acknowledged. */
  public static final String NEXT_FILE = "next.tmp";

  /** A segment that is being rewritten; of no meaning until it takes a segment's name. */
  public static final String REWRITE_FILE = "rewrite.tmp";

  /** The lock file of whoever rewrites, archives, recovers or removes segments. */
  public static final String MAINTENANCE_FILE = "maintenance.lock";

  /** Where bytes that were cut off go. */
  public static final String QUARANTINE = "quarantine";

  /** What a recovery that was begun has still to do; nothing is written while it stands. */
  public static final String INTENT_FILE = "recovery.intent";

  /** Where checkpoints are. */
  public static final String CHECKPOINTS = "checkpoints";

  /** Where the positions of named subscriptions are. */
  public static final String SUBSCRIPTIONS = "subscriptions";

  private final Path path;

  private JournalDirectory(Path path) {
    this.path = path;
  }

  /**
   * The directory, made when it is not there.
   *
   * @param path of the directory
   * @return the directory
   */
  public static JournalDirectory create(Path path) {
    try {
      make(path.toAbsolutePath());
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "create directory");
    }
    return new JournalDirectory(path);
  }

  /** Makes a directory and those above it, so that their names survive a power cut. */
  private static void make(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return; // may be a symbolic link, which Files.createDirectories refuses on some JDKs
    }
    Path parent = directory.getParent();
    if (parent != null) {
      make(parent);
    }
    Files.createDirectories(directory);
    if (parent != null) {
      sync(parent);
    }
  }

  /**
   * A directory that has to be there.
   *
   * @param path of the directory
   * @return the directory
   */
  public static JournalDirectory existing(Path path) {
    if (!Files.isDirectory(path)) {
      throw new JournalNotFoundException("no journal directory: path=" + path);
    }
    return new JournalDirectory(path);
  }

  /**
   * The directory's path.
   *
   * @return the path
   */
  @Override
  public Path path() {
    return path;
  }

  /**
   * A file of the directory.
   *
   * @param name of the file
   * @return its path
   */
  public Path resolve(String name) {
    return path.resolve(name);
  }

  /**
   * The segments there are, oldest first.
   *
   * @return the segments by file name; their content is not looked at
   */
  @Override
  public List<SegmentFile> segments() {
    List<SegmentFile> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        OptionalLong first = SegmentFileName.parse(file.getFileName().toString());
        if (first.isPresent() && Files.isRegularFile(file)) {
          found.add(new SegmentFile(file, first.getAsLong()));
        }
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "list directory");
    }
    found.sort(Comparator.comparingLong(SegmentFile::firstSequence));
    return found;
  }

  /**
   * Makes names that were created or changed in the directory survive a power cut.
   *
   * @throws IOException when the file system refuses
   */
  public void sync() throws IOException {
    sync(path);
  }

  /**
   * Makes the names of the directories above survive a power cut too: before anything is put into a
   * new journal, since whoever made them may not have got that far.
   *
   * @throws IOException when the file system refuses
   */
  public void syncAncestors() throws IOException {
    Path above = path.toAbsolutePath().getParent();
    while (above != null) {
      // Where we may not write, no name is ours.
      if (Files.isWritable(above) && Files.isReadable(above)) {
        sync(above);
      }
      above = above.getParent();
    }
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * The path of a file in the quarantine, which is made when it is not there.
   *
   * @param name of the file
   * @return a path where no file is yet
   * @throws IOException when the quarantine cannot be made
   */
  public Path quarantine(String name) throws IOException {
    Path quarantine = path.resolve(QUARANTINE);
    Files.createDirectories(quarantine);
    Path file = quarantine.resolve(name);
    for (int i = 1; Files.exists(file); i++) {
      file = quarantine.resolve(name + "." + i);
    }
    return file;
  }

  /**
   * A segment by its name.
   *
   * @param path of the file
   * @param firstSequence the first sequence the name promises
   */
  public record SegmentFile(Path path, long firstSequence) {
    /**
     * The name for messages.
     *
     * @return the path's last element
     */
    public String name() {
      return path.getFileName().toString();
    }
  }
}
