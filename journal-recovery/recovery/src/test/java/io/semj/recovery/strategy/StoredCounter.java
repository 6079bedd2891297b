package io.semj.recovery.strategy;

import io.semj.core.checkpoint.ResumableTarget;
import io.semj.format.RecordFlyweight;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A {@link Counter} whose state is a file, which tells how far it is; or which does not, so that
 * the replay keeps that in a file beside it.
 */
final class StoredCounter implements ResumableTarget {
  private final Path file;
  private final boolean tells;
  private long last;
  private long count;
  private long sum;
  private long handled;
  private boolean restored;
  private Runnable afterEach = () -> {};

  StoredCounter(Path file, boolean tells) {
    this.file = file;
    this.tells = tells;
    if (Files.exists(file)) {
      ByteBuffer bytes = ByteBuffer.wrap(Journals.bytes(file));
      last = bytes.getLong();
      count = bytes.getLong();
      sum = bytes.getLong();
    }
  }

  /** What to do behind every event, with {@link #handled()} counted already. */
  StoredCounter afterEach(Runnable action) {
    afterEach = action;
    return this;
  }

  @Override
  public OptionalLong durableSequence() {
    return tells ? OptionalLong.of(last) : OptionalLong.empty();
  }

  @Override
  public Optional<Path> positionFile() {
    return tells ? Optional.empty() : Optional.of(file.resolveSibling("position"));
  }

  @Override
  public void onRecord(RecordFlyweight record) {
    if (record.userspaceSequence() > last) { // some come again where the state does not tell
      last = record.userspaceSequence();
      count++;
      sum += last;
    }
    handled++;
    afterEach.run();
  }

  @Override
  public void restore(InputStream snapshot) throws IOException {
    DataInputStream data = new DataInputStream(snapshot);
    last = data.readLong();
    count = data.readLong();
    sum = data.readLong();
    restored = true;
  }

  @Override
  public void persist() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(3 * Long.BYTES);
    bytes.putLong(last).putLong(count).putLong(sum);
    Path partial = file.resolveSibling(file.getFileName() + ".part");
    Files.write(partial, bytes.array());
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void reset() {
    last = 0;
    count = 0;
    sum = 0;
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many events this process was given. */
  long handled() {
    return handled;
  }

  boolean wasRestored() {
    return restored;
  }

  @Override
  public String toString() {
    return "last=" + last + ", count=" + count + ", sum=" + sum;
  }
}
