package io.semj.recovery.strategy;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.Quarantine;
import io.semj.core.storage.Quarantine.Why;
import io.semj.core.storage.StorageErrors;
import io.semj.recovery.strategy.RecoveryStep.CopyFile;
import io.semj.recovery.strategy.RecoveryStep.SetAside;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Carries out the steps that take files as they are. */
final class FileMoves {
  private static final int CHUNK = 1 << 20;

  private final JournalDirectory source;
  private final JournalDirectory target;
  private final Work work;
  private final Tally tally;

  FileMoves(JournalDirectory source, JournalDirectory target, Work work, Tally tally) {
    this.source = source;
    this.target = target;
    this.work = work;
    this.tally = tally;
  }

  void setAside(SetAside step) {
    Path file = target.resolve(step.file());
    tally.cut(step.events());
    if (!Files.exists(file)) {
      return; // an earlier run did it
    }
    try {
      Why why = new Why(step.reason(), step.firstSequence(), step.lastSequence());
      tally.quarantined(new Quarantine(target).move(file, why));
      tally.read(step.bytes());
    } catch (IOException e) {
      throw StorageErrors.translate(e, file, "set aside");
    }
  }

  void copy(CopyFile step) {
    Path from = source.resolve(step.file());
    Path to = target.resolve(step.file());
    tally.kept(step.events());
    if (Files.exists(to)) {
      return; // it has its name only once it is whole
    }
    try {
      Path parent = Files.createDirectories(to.getParent());
      Path temporary = parent.resolve("copy.tmp");
      copy(from, temporary);
      Files.move(temporary, to, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel names = FileChannel.open(parent, READ)) {
        names.force(true);
      }
      target.sync();
      tally.read(step.bytes());
    } catch (IOException e) {
      throw StorageErrors.translate(e, from, "copy");
    }
  }

  private void copy(Path from, Path to) throws IOException {
    try (FileChannel in = FileChannel.open(from, READ);
        FileChannel out = FileChannel.open(to, CREATE, TRUNCATE_EXISTING, WRITE)) {
      ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
      long done = 0;
      while (in.read(bytes.clear(), done) >= 0) {
        bytes.flip();
        done += bytes.limit();
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        work.at(done, 0);
      }
      out.force(true);
    }
  }
}
