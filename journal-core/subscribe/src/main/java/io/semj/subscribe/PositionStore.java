package io.semj.subscribe;

import io.semj.core.storage.DirectoryLock;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.StorageErrors;
import io.semj.error.ConsistencyException;
import io.semj.error.JournalLockedException;
import io.semj.error.JournalNotFoundException;
import io.semj.error.SubscriptionHeldException;
import io.semj.subscribe.DurableAcks.HeldPosition;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;

/** The named subscriptions of one journal: a file each in a directory of the journal's. */
final class PositionStore {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");
  private static final String POSITION = ".pos";
  private static final String LOCK = ".lock";

  private final JournalDirectory journal;
  private final Progress progress;

  PositionStore(JournalDirectory journal, Progress progress) {
    this.journal = journal;
    this.progress = progress;
  }

  static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name is not of 1 to 100 letters, digits, '.', '-' and '_', the first not a '.': actual="
              + name);
    }
  }

  /** Makes a record of the position to begin with, where there is none yet. */
  interface First {
    PositionRecord of(UUID journalId);
  }

  /**
   * Takes a position, for as long as its lock is not closed.
   *
   * @throws SubscriptionHeldException when another holds it
   * @throws io.semj.error.CorruptionException when its file is damaged
   * @throws ConsistencyException when it is a position in another journal
   */
  HeldPosition hold(String name, First first) {
    Path path = journal.resolve(JournalDirectory.SUBSCRIPTIONS).resolve(name + POSITION);
    try {
      JournalDirectory directory = directory();
      DirectoryLock lock = lock(directory, name);
      try {
        return new HeldPosition(openOrCreate(directory, path, first), path, lock);
      } catch (IOException | RuntimeException | Error e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "open position");
    }
  }

  private JournalDirectory directory() throws IOException {
    Path path = journal.resolve(JournalDirectory.SUBSCRIPTIONS);
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path);
      journal.sync();
    }
    return JournalDirectory.existing(path);
  }

  private static DirectoryLock lock(JournalDirectory directory, String name) {
    try {
      return DirectoryLock.named(directory, name + LOCK);
    } catch (JournalLockedException e) {
      throw new SubscriptionHeldException(name, e.holderPid(), e);
    }
  }

  private PositionFile openOrCreate(JournalDirectory directory, Path path, First first)
      throws IOException {
    UUID journalId = journalId();
    if (Files.notExists(path)) {
      return PositionFile.create(directory, path.getFileName().toString(), first.of(journalId));
    }
    PositionFile file = PositionFile.open(path);
    if (!file.newest().journalId().equals(journalId)) {
      file.close();
      throw new ConsistencyException(
          "position is of another journal: file="
              + path
              + ", expected="
              + journalId
              + ", actual="
              + file.newest().journalId());
    }
    return file;
  }

  private UUID journalId() {
    while (true) {
      List<SegmentFile> files = journal.segments();
      if (files.isEmpty()) {
        throw new JournalNotFoundException("journal has no segment yet: path=" + journal.path());
      }
      try {
        return SegmentHead.read(files.get(files.size() - 1)).identity().journalId();
      } catch (JournalNotFoundException e) {
        if (journal.segments().equals(files)) {
          throw e;
        }
      }
    }
  }

  List<NamedSubscription> list() {
    Path path = journal.resolve(JournalDirectory.SUBSCRIPTIONS);
    List<NamedSubscription> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*" + POSITION)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        describe(file, name.substring(0, name.length() - POSITION.length()), found);
      }
    } catch (NoSuchFileException noneYet) {
      return List.of();
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "list positions");
    }
    found.sort(Comparator.comparing(NamedSubscription::name));
    return List.copyOf(found);
  }

  private void describe(Path file, String name, List<NamedSubscription> found) throws IOException {
    try {
      PositionRecord record = PositionFile.read(file);
      boolean held = DirectoryLock.isHeld(directory(), name + LOCK);
      if (record == null) {
        found.add(new NamedSubscription(name, OptionalLong.empty(), 0, held));
      } else {
        long lag = Math.max(0, progress.written() - record.sequence());
        found.add(new NamedSubscription(name, OptionalLong.of(record.sequence()), lag, held));
      }
    } catch (NoSuchFileException deletedMeanwhile) {
      // It is none of them any more.
    }
  }

  /** Forgets a position; a damaged one is kept in the journal's quarantine. */
  boolean delete(String name) {
    Path path = journal.resolve(JournalDirectory.SUBSCRIPTIONS).resolve(name + POSITION);
    if (Files.notExists(path)) {
      return false;
    }
    try {
      JournalDirectory directory = directory();
      DirectoryLock held = lock(directory, name);
      try (held) {
        remove(path);
        directory.sync();
      }
      return true;
    } catch (IOException e) {
      throw StorageErrors.translate(e, path, "delete position");
    }
  }

  private void remove(Path path) throws IOException {
    if (PositionFile.read(path) == null) {
      Path aside = journal.quarantine(path.getFileName().toString());
      Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.delete(path);
    }
  }
}
