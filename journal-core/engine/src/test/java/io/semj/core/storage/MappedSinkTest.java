package io.semj.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedSinkTest extends BlockSinkContract {
  @TempDir private Path temp;

  @Override
  BlockSink sink(FileChannel channel, long capacity) {
    return new MappedSink(channel, null, capacity, System::nanoTime);
  }

  @Test
  void shouldWriteNothingWithoutReservedSpace() throws IOException {
    ByteBuffer block = ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = openFile();
        MappedSink sink = new MappedSink(channel, null, CAPACITY, System::nanoTime)) {
      assertThat(sink.isReserved(512, 800)).isFalse();
      assertThat(sink.tryWrite(512, first(block, 800), false)).isFalse();
      assertThat(channel.size()).isZero();
      assertThat(sink.reserve(0, false)).isTrue();
      assertThat(sink.isReserved(512, 800)).isTrue();
      assertThat(sink.tryWrite(512, first(block, 800), false)).isTrue();
    }
  }

  @Test
  void shouldReserveAheadOfTheWriterAndNeverBeyondTheSegment() throws IOException {
    try (FileChannel channel = openFile();
        MappedSink sink = new MappedSink(channel, null, CAPACITY, System::nanoTime)) {
      long before = 0;
      while (sink.reserve(0, false)) {
        assertThat(channel.size()).isGreaterThan(before);
        before = channel.size();
      }
      assertThat(before).isBetween(1L << 20, (long) CAPACITY);
      while (sink.reserve(CAPACITY - 8, false)) {
        assertThat(channel.size()).isLessThanOrEqualTo(CAPACITY);
      }
      assertThat(channel.size()).isEqualTo(CAPACITY);
      assertThat(sink.isReserved(CAPACITY - 800, 800)).isTrue();
    }
  }

  @Test
  void shouldStoreThroughTheMappingWhereNothingWasForced() throws IOException {
    ByteBuffer block = ByteBuffer.allocateDirect(800).order(ByteOrder.LITTLE_ENDIAN);
    FileChannel channel = openFile();
    try (MappedSink sink = new MappedSink(channel, null, CAPACITY, System::nanoTime)) {
      sink.reserve(0, false);
      channel.close();
      assertThat(sink.tryWrite(512, first(block, 800), false)).isTrue();
    }
  }

  @Test
  void shouldStoreNotEvenSmallBlocksThroughTheMappingWhereForcesAreClose() throws IOException {
    ByteBuffer block = ByteBuffer.allocateDirect(800).order(ByteOrder.LITTLE_ENDIAN);
    FileChannel channel = openFile();
    try (MappedSink sink = new MappedSink(channel, null, CAPACITY, System::nanoTime)) {
      sink.reserve(0, false);
      sink.tryWrite(512, first(block, 800), false);
      sink.force(512 + 800);
      long farBehind = 64 << 10;
      channel.close();
      assertThatThrownBy(() -> sink.tryWrite(farBehind, first(block, 800), false))
          .isInstanceOf(ClosedChannelException.class);
    }
  }

  private FileChannel openFile() throws IOException {
    return FileChannel.open(
        temp.resolve("segment"),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }
}
