package io.semj.core.storage;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.semj.checksum.Sha256;
import io.semj.error.ResourceExhaustedException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * Where bytes go that are taken out of a journal: nothing is deleted. Every file in it is told by
 * the {@link QuarantineManifest}. Whoever sets something aside holds the journal's lock.
 */
public final class Quarantine {
  private static final int CHUNK = 1 << 20;

  private final JournalDirectory directory;

  /**
   * The quarantine of a journal; nothing is made yet.
   *
   * @param directory of the journal
   */
  public Quarantine(JournalDirectory directory) {
    this.directory = directory;
  }

  /**
   * What is set aside, and why.
   *
   * @param reason in words
   * @param firstSequence of the events in it, 0 when that is not known
   * @param lastSequence of the events in it, 0 when that is not known
   */
  public record Why(String reason, long firstSequence, long lastSequence) {}

  /**
   * Copies a part of a file, and forces the copy and its entry. The part may be cut off then.
   *
   * @param from the file, open for reading
   * @param original its name
   * @param start of the part
   * @param end of the part
   * @param why it is set aside
   * @return the copy, {@code <original>.<start>.torn}
   * @throws IOException when that failed
   */
  public Path copy(FileChannel from, String original, long start, long end, Why why)
      throws IOException {
    Path aside = directory.quarantine(original + "." + start + ".torn");
    Sha256 sha = new Sha256();
    try (FileChannel to = FileChannel.open(aside, CREATE_NEW, WRITE)) {
      ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
      for (long at = start; at < end; at += bytes.limit()) {
        read(from, bytes.clear().limit((int) Math.min(CHUNK, end - at)), at);
        sha.update(bytes, 0, bytes.limit());
        BlockFile.writeFully(to, bytes.rewind(), at - start);
      }
      to.force(true);
    }
    record(aside, original, start, end - start, hex(sha), why);
    return aside;
  }

  /**
   * Moves a whole file here, behind its entry.
   *
   * @param file of the journal
   * @param why it is set aside
   * @return where it is now
   * @throws IOException when that failed; the file is here or where it was
   */
  public Path move(Path file, Why why) throws IOException {
    Path aside = enter(file, why);
    Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
    syncNames();
    return aside;
  }

  /**
   * Writes the entry of a whole file that is about to be brought here.
   *
   * @param file as it is now
   * @param why it is set aside
   * @return where it belongs; no file is there yet
   * @throws IOException when that failed
   */
  public Path enter(Path file, Why why) throws IOException {
    String original = file.getFileName().toString();
    Path aside = directory.quarantine(original);
    record(aside, original, 0, Files.size(file), hash(file), why);
    return aside;
  }

  /** The digest of a file, empty when it cannot be read: it is set aside all the same. */
  private static String hash(Path file) {
    Sha256 sha = new Sha256();
    try (FileChannel from = FileChannel.open(file, READ)) {
      long size = from.size();
      ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
      for (long at = 0; at < size; at += bytes.limit()) {
        read(from, bytes.clear().limit((int) Math.min(CHUNK, size - at)), at);
        sha.update(bytes, 0, bytes.limit());
      }
    } catch (IOException unreadable) {
      return "";
    }
    return hex(sha);
  }

  private static String hex(Sha256 sha) {
    byte[] digest = new byte[Sha256.DIGEST_LENGTH];
    sha.digest(digest, 0);
    return HexFormat.of().formatHex(digest);
  }

  private static void read(FileChannel from, ByteBuffer bytes, long at) throws IOException {
    while (bytes.hasRemaining()) {
      if (from.read(bytes, at + bytes.position()) < 0) {
        throw new EOFException("file ends at " + from.size() + ", expected more than " + at);
      }
    }
    bytes.rewind();
  }

  private void record(Path aside, String original, long at, long length, String sha256, Why why)
      throws IOException {
    QuarantineManifest.append(
        directory,
        new QuarantineManifest.Entry(
            ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now()),
            why.reason(),
            aside.getFileName().toString(),
            original,
            at,
            length,
            why.firstSequence(),
            why.lastSequence(),
            sha256));
    directory.sync();
  }

  /**
   * Makes moves out of the journal's directory, and into the quarantine, survive a power cut.
   *
   * @throws IOException when the file system refuses
   */
  public void syncNames() throws IOException {
    try (FileChannel names =
        FileChannel.open(directory.resolve(JournalDirectory.QUARANTINE), READ)) {
      names.force(true);
    }
    directory.sync();
  }

  /**
   * How much is in the quarantine.
   *
   * @return bytes of all its files
   * @throws IOException when it cannot be listed
   */
  public long bytes() throws IOException {
    Path quarantine = directory.resolve(JournalDirectory.QUARANTINE);
    if (!Files.isDirectory(quarantine)) {
      return 0;
    }
    long bytes = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(quarantine)) {
      for (Path file : files) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  /**
   * Refuses what would make the quarantine outgrow its cap.
   *
   * @param needed bytes that are to be set aside
   * @param cap bytes that all its files may have
   * @throws ResourceExhaustedException when there is not so much room
   * @throws IOException when it cannot be listed
   */
  public void requireRoom(long needed, long cap) throws IOException {
    long there = bytes();
    if (there + needed > cap) {
      throw new ResourceExhaustedException(
          "quarantine would outgrow its cap, nothing was changed: cap="
              + cap
              + ", there="
              + there
              + ", needed="
              + needed
              + "; raise the cap, or move the quarantine's files elsewhere");
    }
  }
}
