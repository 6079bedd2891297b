package io.semj.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.storage.WatchedChannel.Write;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockFileTest {
  private static final int PAGE = SegmentAppender.PAGE;
  private static final int CAPACITY = 4 << 20;
  private static final int LARGEST = 1 << 20;

  @TempDir private Path temp;
  private final PlacedBytes content = new PlacedBytes(CAPACITY, LARGEST, new Random(1));
  private Path path;
  private WatchedChannel channel;

  @BeforeEach
  void open() throws IOException {
    path = temp.resolve("segment");
    channel = new WatchedChannel(openFile(StandardOpenOption.CREATE_NEW));
    channel.truncate(0);
    BlockFile.writeFully(channel, ByteBuffer.allocate(1), CAPACITY - 1);
  }

  @AfterEach
  void close() throws IOException {
    channel.close();
  }

  private FileChannel openFile(StandardOpenOption how) throws IOException {
    return FileChannel.open(path, how, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** One that does what direct ones do, on each file system, and can be made to fail. */
  private WatchedChannel likeDirect() throws IOException {
    return new WatchedChannel(openFile(StandardOpenOption.WRITE));
  }

  private void assertHolds(int from, int to) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    assertThat(Arrays.mismatch(bytes, content.between(from, to))).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0, 8",
    "0, 4088",
    "8, 0",
    "8, 8",
    "8, 4088",
    "512, 0",
    "512, 512",
    "4088, 0",
    "4088, 8",
    "4088, 4088"
  })
  void shouldWriteWholePagesPastThePageCacheAndWhatTheyShareThroughIt(int begin, int end)
      throws IOException {
    int from = 3 * PAGE + begin;
    int to = 100 * PAGE + end;
    WatchedChannel direct = WatchedChannel.direct(path);
    try (BlockFile file = new BlockFile(channel, new DirectWrites(() -> direct))) {
      file.publishBypassing(from, content.placed(from, to - from));
    }
    assertThat(direct.writes()).containsExactly(new Write(4 * PAGE, 96 * PAGE));
    for (Write write : channel.writes()) {
      assertThat(write.position() < 4 * PAGE || write.position() >= 100 * PAGE).isTrue();
    }
    assertHolds(from, to);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldWriteTheFirstWordLastAndByItself(boolean bypass) throws IOException {
    int before = channel.writes().size();
    WatchedChannel direct = likeDirect();
    try (BlockFile file = new BlockFile(channel, new DirectWrites(() -> direct))) {
      if (bypass) {
        file.publishBypassing(512, content.placed(512, LARGEST));
      } else {
        file.publish(512, content.placed(512, LARGEST));
      }
    }
    List<Write> writes = channel.writes().subList(before, channel.writes().size());
    assertThat(writes.get(writes.size() - 1)).isEqualTo(new Write(512, Long.BYTES));
    for (Write write : writes.subList(0, writes.size() - 1)) {
      assertThat(write.position()).isGreaterThanOrEqualTo(512 + Long.BYTES);
    }
    assertHolds(512, 512 + LARGEST);
  }

  @Test
  void shouldWriteThroughThePageCacheWhatIsShortOrLiesElsewhereInMemory() throws IOException {
    WatchedChannel direct = likeDirect();
    try (BlockFile file = new BlockFile(channel, new DirectWrites(() -> direct))) {
      int position = 512;
      ByteBuffer tooShort = content.placed(position, DirectWrites.LEAST - 8);
      assertThat(file.isForBypass(tooShort)).isFalse();
      file.publishBypassing(position, tooShort);
      position += DirectWrites.LEAST - 8;
      file.publishBypassing(position, content.displaced(position, LARGEST));
      position += LARGEST;
      file.publishBypassing(position, ByteBuffer.wrap(content.bytes(position, LARGEST)));
      position += LARGEST;
      assertThat(direct.writes()).isEmpty();
      ByteBuffer least = content.placed(position, DirectWrites.LEAST);
      assertThat(file.isForBypass(least)).isTrue();
      file.publishBypassing(position, least);
      assertThat(direct.writes()).hasSize(1);
      assertHolds(512, position + DirectWrites.LEAST);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 512, 4_095, 4_096, 5_000, 40_960, 1 << 19})
  void shouldGoOnWhereADirectWriteTookOnlyAPart(int most) throws IOException {
    WatchedChannel direct = likeDirect().takeAtMost(most);
    try (BlockFile file = new BlockFile(channel, new DirectWrites(() -> direct))) {
      file.publishBypassing(512, content.placed(512, LARGEST));
      file.publishBypassing(512 + LARGEST, content.placed(512 + LARGEST, LARGEST));
    }
    assertThat(direct.writes()).hasSizeGreaterThanOrEqualTo(2);
    assertHolds(512, 512 + 2 * LARGEST);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void shouldGoOnThroughThePageCacheForGoodWhenADirectWriteFailed(int successes)
      throws IOException {
    WatchedChannel direct = likeDirect().takeAtMost(32 * PAGE).failAfter(successes);
    try (BlockFile file = new BlockFile(channel, new DirectWrites(() -> direct))) {
      ByteBuffer blocks = content.placed(512, LARGEST);
      file.publishBypassing(512, blocks);
      assertThat(direct.writes()).hasSize(successes);
      direct.failAfter(1_000);
      assertThat(file.isForBypass(blocks)).isFalse();
      file.publishBypassing(512 + LARGEST, content.placed(512 + LARGEST, LARGEST));
    }
    assertThat(direct.writes()).hasSize(successes);
    assertHolds(512, 512 + 2 * LARGEST);
  }

  @Test
  void shouldGoOnThroughThePageCacheWhenTheDirectChannelIsClosed() throws IOException {
    WatchedChannel direct = WatchedChannel.direct(path);
    try (BlockFile file = new BlockFile(channel, new DirectWrites(() -> direct))) {
      direct.close();
      file.publishBypassing(512, content.placed(512, LARGEST));
      file.publishBypassing(512 + LARGEST, content.placed(512 + LARGEST, LARGEST));
    }
    assertHolds(512, 512 + 2 * LARGEST);
  }

  @Test
  void shouldFailWithThePageCacheAndLeaveTheBufferAsItWas() throws IOException {
    WatchedChannel direct = likeDirect();
    try (BlockFile file = new BlockFile(channel, new DirectWrites(() -> direct))) {
      ByteBuffer blocks = content.placed(512, LARGEST);
      file.publishBypassing(512, blocks);
      assertThat(blocks.position()).isEqualTo(512);
      assertThat(blocks.limit()).isEqualTo(512 + LARGEST);
      channel.close();
      assertThatThrownBy(() -> file.publishBypassing(512 + LARGEST, blocks))
          .isInstanceOf(ClosedChannelException.class);
      assertThat(blocks.position()).isEqualTo(512);
      assertThat(blocks.limit()).isEqualTo(512 + LARGEST);
    }
  }

  @Test
  void shouldAskForADirectChannelOnceAndOnlyWhenThereIsUseForIt() throws IOException {
    WatchedChannel direct = likeDirect();
    AtomicInteger asked = new AtomicInteger();
    DirectWrites writes =
        new DirectWrites(
            () -> {
              asked.incrementAndGet();
              return direct;
            });
    try (BlockFile file = new BlockFile(channel, writes)) {
      file.publish(512, content.placed(512, LARGEST));
      int position = 512 + LARGEST;
      file.publishBypassing(position, content.placed(position, DirectWrites.LEAST - 8));
      assertThat(asked).hasValue(0);
      position += DirectWrites.LEAST - 8;
      file.publishBypassing(position, content.placed(position, LARGEST));
      position += LARGEST;
      file.publishBypassing(position, content.placed(position, LARGEST));
      assertHolds(512, position + LARGEST);
    }
    assertThat(asked).hasValue(1);
    assertThat(direct.writes()).isNotEmpty();
    assertThat(direct.isOpen()).isFalse();
  }

  @Test
  void shouldGoThroughThePageCacheForGoodWhereThereIsNoDirectChannel() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    Path missing = temp.resolve("missing");
    DirectWrites writes =
        new DirectWrites(
            () -> {
              asked.incrementAndGet();
              return DirectWrites.channel(missing);
            });
    try (BlockFile file = new BlockFile(channel, writes)) {
      assertThat(file.isForBypass(content.placed(512, LARGEST))).isFalse();
      file.publishBypassing(512, content.placed(512, LARGEST));
    }
    assertThat(asked).hasValue(1);
    assertThat(missing).doesNotExist();
    assertHolds(512, 512 + LARGEST);
  }
}
