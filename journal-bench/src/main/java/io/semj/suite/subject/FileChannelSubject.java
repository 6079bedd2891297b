package io.semj.suite.subject;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;

/**
 * What a program does without a library: a length and the bytes into one {@link FileChannel}, one
 * system call per event. For durable events the file is written once before, so that {@code force}
 * has no metadata to write.
 */
final class FileChannelSubject implements Subject {
  private static final String FILE = "events";
  private static final long PREALLOCATED = 16L << 20;
  private static final int CHUNK = 1 << 20;

  @Override
  public SubjectInfo info() {
    return SubjectInfo.of(
        "filechannel",
        "FileChannel",
        Family.PEER,
        "one write(2) per event under a lock; for durable events into a preallocated file, then"
            + " force(false)",
        EnumSet.of(
            Ability.EMIT,
            Ability.MANY_PRODUCERS,
            Ability.SUSTAIN,
            Ability.ACKNOWLEDGE,
            Ability.READ),
        0);
  }

  @Override
  public Session open(Path directory, Workload workload) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.READ);
    if (workload.durability() == Durability.EACH) {
      preallocate(channel);
    }
    return new Open(channel, workload);
  }

  private static void preallocate(FileChannel channel) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK);
    for (long at = 0; at < PREALLOCATED; at += CHUNK) {
      channel.write(zeros.clear(), at);
    }
    channel.force(true);
    channel.position(0);
  }

  @Override
  public SubjectReader reader(Path directory, Workload workload) {
    return () -> {
      try (DataInputStream in =
          new DataInputStream(
              new BufferedInputStream(Files.newInputStream(directory.resolve(FILE)), CHUNK))) {
        return readAll(in, new byte[workload.size()]);
      }
    };
  }

  private static long readAll(DataInputStream in, byte[] event) throws IOException {
    long count = 0;
    while (true) {
      int first = in.read();
      if (first < 0) {
        return count;
      }
      int length = first << 24 | in.read() << 16 | in.readUnsignedShort();
      in.readFully(event, 0, length);
      count++;
    }
  }

  private record Open(FileChannel channel, Workload workload) implements Session {
    @Override
    public Producer producer() {
      return new Emitter(channel, workload.events());
    }

    @Override
    public void awaitAll() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private static final class Emitter implements Producer {
    private final FileChannel channel;
    private final EventPool events;
    private final ByteBuffer buffer;
    private int index;

    Emitter(FileChannel channel, EventPool events) {
      this.channel = channel;
      this.events = events;
      this.buffer = ByteBuffer.allocateDirect(Integer.BYTES + events.size());
    }

    @Override
    public void emit() throws IOException {
      byte[] event = events.get(index++);
      buffer.clear().putInt(event.length).put(event).flip();
      synchronized (channel) {
        channel.write(buffer);
      }
    }

    @Override
    public void emitDurable() throws IOException {
      emit();
      channel.force(false);
      synchronized (channel) {
        if (channel.position() > PREALLOCATED - CHUNK) {
          channel.position(0); // stays within what was written before
        }
      }
    }
  }
}
