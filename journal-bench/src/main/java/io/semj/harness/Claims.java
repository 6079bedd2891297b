package io.semj.harness;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a child says that its journal promised: a mapped file, which outlives the child, with words
 * that one thread each writes and the parent reads.
 *
 * <pre>
 *   line 0            phase, written sequence, durable sequence, last checkpoint, state, at failure
 *   line 1 + thread   returned, -, sequence of an even one, of an odd one, by future, by waiting
 * </pre>
 */
final class Claims {
  static final int THREADS = 3;
  private static final int LINE = 128;
  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Words of the first line. */
  enum Word {
    /** 1 when the child is about to open its journal, 2 when it has. */
    PHASE(0),
    WRITTEN(1),
    DURABLE(2),
    CHECKPOINT(3),
    /** 1 when the journal is full, 2 when it has failed, 3 when it could not be opened. */
    STATE(4),
    /** The durable sequence when the failure was seen; later than it nothing may become durable. */
    DURABLE_AT_FAILURE(5);

    private final int index;

    Word(int index) {
      this.index = index;
    }
  }

  private final ByteBuffer words;

  private Claims(ByteBuffer words) {
    this.words = words;
  }

  /** Maps the file, which is made when it is not there. */
  static Claims open(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new Claims(channel.map(MapMode.READ_WRITE, 0, (1 + THREADS) * LINE));
    }
  }

  long get(Word word) {
    return get(word.index);
  }

  void set(Word word, long value) {
    set(word.index, value);
  }

  /** All of a thread's events below this number have been emitted: the emission returned. */
  long returned(int thread) {
    return get(word(thread, 0));
  }

  /** The sequence that the last of them got. */
  long returnedSequence(int thread) {
    return get(word(thread, 2 + (int) (returned(thread) & 1)));
  }

  void returned(int thread, long count, long sequence) {
    set(word(thread, 2 + (int) (count & 1)), sequence);
    set(word(thread, 0), count);
  }

  /** All of a thread's events below this number were reported durable. */
  long durable(int thread) {
    return Math.max(get(word(thread, 4)), get(word(thread, 5)));
  }

  void durableByFuture(int thread, long count) {
    set(word(thread, 4), count);
  }

  void durableByWaiting(int thread, long count) {
    set(word(thread, 5), count);
  }

  private static int word(int thread, int index) {
    return (1 + thread) * (LINE / Long.BYTES) + index;
  }

  private long get(int word) {
    return (long) LONGS.getAcquire(words, word * Long.BYTES);
  }

  private void set(int word, long value) {
    LONGS.setRelease(words, word * Long.BYTES, value);
  }
}
