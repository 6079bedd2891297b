package io.semj.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A writer that is behind, and writes past the page cache and behind what is reserved for it. */
class BypassingWriterTest {
  private static final int PAGE = SegmentAppender.PAGE;
  private static final int CAPACITY = 48 << 20;
  private static final int LARGEST = 2 << 20;
  private static final int GROUP = 1 << 20;
  private static final int SMALL = 800;
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  @TempDir private Path temp;
  private final AtomicLong nanos = new AtomicLong();
  private Path file;
  private FileChannel channel;
  private WatchedChannel direct;
  private int position;

  @BeforeEach
  void open() throws IOException {
    file = temp.resolve("segment");
    channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    direct = WatchedChannel.direct(file);
  }

  @AfterEach
  void close() throws IOException {
    channel.close();
    if (direct != null) {
      direct.close();
    }
  }

  private MappedSink sink() {
    return new MappedSink(channel, new DirectWrites(() -> direct), CAPACITY, nanos::get);
  }

  private PlacedBytes content() {
    return new PlacedBytes(CAPACITY, LARGEST, new Random(1));
  }

  private boolean tryWrite(BlockSink sink, PlacedBytes content, int size, boolean bypass)
      throws IOException {
    if (!sink.tryWrite(position, content.placed(position, size), bypass)) {
      return false;
    }
    position += size;
    return true;
  }

  /** As the housekeeper does. */
  private void workAhead(BlockSink sink) throws IOException {
    boolean more = true;
    while (more) {
      more = sink.reserve(position, true);
    }
  }

  /** In the page cache, and on the device. */
  private void assertWritten(byte[] expected, String about) throws IOException {
    byte[] cached = Arrays.copyOf(Files.readAllBytes(file), CAPACITY);
    assertThat(Arrays.mismatch(cached, expected)).as("cached, %s", about).isEqualTo(-1);
    try (FileChannel past = FileChannel.open(file, StandardOpenOption.READ, DirectWrites.DIRECT)) {
      ByteBuffer bytes = ByteBuffer.allocateDirect(CAPACITY + PAGE).alignedSlice(PAGE);
      bytes.limit(CAPACITY);
      past.read(bytes, 0);
      byte[] stored = new byte[CAPACITY];
      bytes.flip().get(stored, 0, bytes.limit());
      assertThat(Arrays.mismatch(stored, expected)).as("stored, %s", about).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, false", "2, false", "3, true", "4, true"})
  void shouldHaveEveryByteWhereItBelongsHoweverItIsWritten(long seed, boolean forces)
      throws Exception {
    Random random = new Random(seed);
    PlacedBytes content = new PlacedBytes(CAPACITY, LARGEST, random);
    // Each look finds the writer slow, so the other thread reserves whenever it may.
    try (MappedSink sink =
        new MappedSink(
            channel,
            new DirectWrites(() -> direct),
            CAPACITY,
            () -> nanos.addAndGet(TimeUnit.HOURS.toNanos(1)))) {
      Housekeeper housekeeper = new Housekeeper(sink, seed, forces);
      Thread thread = new Thread(housekeeper, "housekeeper");
      thread.start();
      try {
        while (position < CAPACITY) {
          int size = Math.min(size(random), CAPACITY - position);
          boolean isPlaced = random.nextInt(4) > 0;
          ByteBuffer blocks =
              isPlaced ? content.placed(position, size) : content.displaced(position, size);
          boolean bypass = random.nextInt(4) > 0;
          while (!sink.tryWrite(position, blocks, bypass)) {
            assertThat(housekeeper.failure).isNull();
            Thread.onSpinWait();
          }
          position += size;
          housekeeper.written = position;
        }
      } finally {
        housekeeper.stopped = true;
        thread.join();
      }
      assertThat(housekeeper.failure).isNull();
      sink.force(position);
    }
    assertThat(direct.written()).as("seed=%d", seed).isGreaterThan(LARGEST);
    assertWritten(content.between(0, CAPACITY), "seed=" + seed);
  }

  /** From a word to 2 MiB; often up to a page's border, or a word less or more. */
  private int size(Random random) {
    int most = random.nextInt(3) == 0 ? SMALL : LARGEST - 2 * PAGE;
    int size = Long.BYTES * (1 + random.nextInt(most / Long.BYTES));
    if (random.nextInt(2) == 0) {
      int toBorder = PAGE - (position + size) % PAGE;
      size += toBorder + Long.BYTES * (random.nextInt(3) - 1);
    }
    return size;
  }

  private static final class Housekeeper implements Runnable {
    private final MappedSink sink;
    private final Random random;
    private final boolean forces;
    private volatile long written;
    private volatile boolean stopped;
    private volatile Throwable failure;

    Housekeeper(MappedSink sink, long seed, boolean forces) {
      this.sink = sink;
      this.random = new Random(seed);
      this.forces = forces;
    }

    @Override
    public void run() {
      try {
        while (!stopped) {
          long position = written;
          if (!sink.isReserved(position, LARGEST)) {
            sink.reserve(position, random.nextInt(8) > 0);
          }
          if (forces && random.nextInt(16) == 0) {
            sink.force(position);
          }
        }
      } catch (IOException | RuntimeException | Error e) {
        failure = e;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldShowAllOfTheBlocksToWhoeverSeesTheirFirstWord(long seed) throws Exception {
    Random random = new Random(seed);
    PlacedBytes content = new PlacedBytes(CAPACITY, LARGEST, random);
    int[] ends = random.ints(0, LARGEST).map(most -> 8 * (1 + most / 8)).limit(200).toArray();
    int groups = 0;
    int end = 0;
    while (end + ends[groups] <= CAPACITY) {
      end += ends[groups];
      ends[groups++] = end;
    }
    Follower follower = new Follower(file, content, Arrays.copyOf(ends, groups));
    Thread thread = new Thread(follower, "follower");
    try (MappedSink sink = sink()) {
      thread.start();
      for (int i = 0; i < groups; i++) {
        while (!tryWrite(sink, content, ends[i] - position, true)) {
          sink.reserve(position, true);
        }
      }
      thread.join();
    } finally {
      follower.stopped = true;
      thread.join();
    }
    assertThat(follower.failure).as("seed=%d", seed).isNull();
    assertThat(follower.torn).as("position, seed=%d", seed).isEqualTo(-1);
    assertThat(direct.written()).as("seed=%d", seed).isGreaterThan(LARGEST);
  }

  /** Reads far ahead as readers do, so that zeros which end the log are in the page cache. */
  private static final class Follower implements Runnable {
    private static final int READ_AHEAD = 512 << 10;

    private final Path file;
    private final PlacedBytes content;
    private final int[] ends;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(LARGEST);
    private volatile boolean stopped;
    private volatile Throwable failure;
    private volatile int torn = -1;

    Follower(Path file, PlacedBytes content, int[] ends) {
      this.file = file;
      this.content = content;
      this.ends = ends;
    }

    @Override
    public void run() {
      try (FileChannel own = FileChannel.open(file, StandardOpenOption.READ)) {
        int begin = 0;
        for (int end : ends) {
          if (!awaitFirstWord(own, begin)) {
            return;
          }
          read(own, begin, end - begin);
          ByteBuffer expected = ByteBuffer.wrap(content.bytes(begin, end - begin));
          if (!bytes.flip().equals(expected)) {
            torn = begin;
            return;
          }
          begin = end;
        }
      } catch (IOException | RuntimeException | Error e) {
        failure = e;
      }
    }

    private boolean awaitFirstWord(FileChannel own, int position) throws IOException {
      while (!stopped) {
        read(own, position, READ_AHEAD);
        if (bytes.position() >= Long.BYTES && bytes.getLong(0) != 0) {
          return true;
        }
      }
      return false;
    }

    private void read(FileChannel own, int position, int length) throws IOException {
      bytes.clear().limit(length);
      int read = 0;
      while (bytes.hasRemaining() && read >= 0) {
        read = own.read(bytes, position + bytes.position());
      }
    }
  }

  @Test
  void shouldReserveAndWarmNothingWhileItBypasses() throws IOException {
    PlacedBytes content = content();
    try (MappedSink sink = sink()) {
      sink.reserve(0, true);
      for (int i = 0; i < 8; i++) {
        assertThat(tryWrite(sink, content, GROUP, true)).isTrue();
        nanos.addAndGet(ROUND_NANOS);
        assertThat(sink.reserve(position, true)).as("group %d", i).isFalse();
        assertThat(sink.isReserved(position, SMALL)).isFalse();
      }
      nanos.addAndGet(TimeUnit.HOURS.toNanos(1));
      assertThat(sink.reserve(position, true)).isFalse();
      assertThat(direct.written()).isGreaterThan(7 * GROUP);
      assertThat(channel.size()).as("is extended").isGreaterThan(position + (4L << 20));
    }
    assertWritten(content.between(0, position), "all");
  }

  @Test
  void shouldReserveNothingMoreOnceItBypassesThoughSomethingIsReservedStill() throws IOException {
    PlacedBytes content = content();
    try (MappedSink sink = sink()) {
      workAhead(sink);
      assertThat(sink.isReserved(position, GROUP)).isTrue();
      assertThat(tryWrite(sink, content, GROUP / 2, true)).isTrue();
      assertThat(direct.writes()).as("in what is reserved").isEmpty();
      long size = channel.size();
      nanos.addAndGet(ROUND_NANOS);
      workAhead(sink);
      assertThat(channel.size()).isEqualTo(size);
      while (direct.writes().isEmpty()) {
        assertThat(tryWrite(sink, content, GROUP / 2, true)).isTrue();
      }
      assertThat(position).isGreaterThanOrEqualTo((int) size);
    }
    assertWritten(content.between(0, position), "all");
  }

  @Test
  void shouldWaitForReservedSpaceWithTheFirstOrdinaryBlockBehindWhereForcesAreRare()
      throws IOException {
    PlacedBytes content = content();
    try (MappedSink sink = sink()) {
      sink.reserve(0, true);
      for (int i = 0; i < 4; i++) {
        assertThat(tryWrite(sink, content, GROUP, true)).isTrue();
      }
      assertThat(tryWrite(sink, content, SMALL, false)).as("it waits").isFalse();
      assertThat(sink.reserve(position, true)).isTrue();
      long written = direct.written();
      for (int i = 0; i < 200; i++) {
        assertThat(tryWrite(sink, content, SMALL, false)).isTrue();
      }
      assertThat(direct.written()).isEqualTo(written);
    }
    assertWritten(content.between(0, position), "all");
  }

  @Test
  void shouldWarmAgainAndReserveOnceItIsSlowWhereForcesFollowEachOtherClosely() throws IOException {
    PlacedBytes content = content();
    try (MappedSink sink = sink()) {
      sink.reserve(0, true);
      sink.force(0);
      for (int i = 0; i < 4; i++) {
        assertThat(tryWrite(sink, content, GROUP, true)).isTrue();
      }
      assertThat(tryWrite(sink, content, SMALL, false)).isTrue();
      assertThat(sink.reserve(position, true)).as("warms").isTrue();
      workAhead(sink);
      assertThat(sink.isReserved(position, SMALL)).isFalse();
      nanos.addAndGet(ROUND_NANOS);
      workAhead(sink);
      assertThat(sink.isReserved(position, SMALL)).isTrue();
    }
    assertWritten(content.between(0, position), "all");
  }

  @Test
  void shouldBypassNothingThatIsNotReservedUnlessThereIsPlenty() throws IOException {
    PlacedBytes content = content();
    try (MappedSink sink = sink()) {
      sink.reserve(0, false);
      while (position < 8 * GROUP) {
        while (!tryWrite(sink, content, GROUP, true)) {
          assertThat(channel.size()).isLessThanOrEqualTo(position + GROUP);
          assertThat(sink.reserve(position, false)).isTrue();
        }
        assertThat(sink.isReserved(position - GROUP, GROUP)).isTrue();
      }
      assertThat(direct.writes()).isEmpty();
      sink.reserve(position, true);
      while (direct.writes().isEmpty()) {
        assertThat(tryWrite(sink, content, GROUP, true)).isTrue();
      }
      sink.reserve(position, false);
      long written = direct.written();
      while (tryWrite(sink, content, GROUP, true)) {
        assertThat(channel.size()).isGreaterThanOrEqualTo(position);
      }
      assertThat(direct.written()).isEqualTo(written);
    }
    assertWritten(content.between(0, position), "all");
  }

  @Test
  void shouldGoOnAsIfThereWereNoneOnceADirectWriteFailed() throws IOException {
    PlacedBytes content = content();
    direct.takeAtMost(16 * PAGE).failAfter(20);
    try (MappedSink sink = sink()) {
      sink.reserve(0, true);
      assertThat(tryWrite(sink, content, GROUP, true)).isTrue();
      assertThat(tryWrite(sink, content, GROUP, true)).as("it fails half way").isTrue();
      assertThat(direct.writes()).hasSize(20);
      assertThat(tryWrite(sink, content, GROUP, true)).as("it waits").isFalse();
      while (!tryWrite(sink, content, GROUP, true)) {
        assertThat(sink.reserve(position, true)).isTrue();
      }
      assertThat(direct.writes()).hasSize(20);
    }
    assertWritten(content.between(0, position), "all");
  }

  @Test
  void shouldFillTheSegmentToItsLastByteAndNotLongerThanThat() throws IOException {
    PlacedBytes content = content();
    int capacity = 20 * GROUP + 3 * PAGE + 8;
    try (MappedSink sink =
        new MappedSink(channel, new DirectWrites(() -> direct), capacity, nanos::get)) {
      sink.reserve(0, true);
      while (position < capacity) {
        assertThat(tryWrite(sink, content, Math.min(GROUP, capacity - position), true)).isTrue();
        sink.reserve(position, true);
        sink.force(position);
      }
    }
    assertThat(channel.size()).isEqualTo(capacity);
    assertWritten(content.between(0, capacity), "all");
  }

  @Test
  void shouldCloseTheDirectChannelWithTheSink() throws IOException {
    MappedSink sink = sink();
    sink.reserve(0, true);
    tryWrite(sink, content(), GROUP, true);
    assertThat(direct.isOpen()).isTrue();
    sink.close();
    sink.close();
    assertThat(direct.isOpen()).isFalse();
    assertThat(channel.isOpen()).as("is the segment's").isTrue();
  }
}
