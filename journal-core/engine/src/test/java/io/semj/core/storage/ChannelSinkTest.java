package io.semj.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelSinkTest extends BlockSinkContract {
  @TempDir private Path temp;

  @Override
  BlockSink sink(FileChannel channel, long capacity) {
    return new ChannelSink(channel);
  }

  @Test
  void shouldLeaveNothingOfABlockThatWasGivenUpBehindAShorterOneInItsPlace() throws IOException {
    ByteBuffer block = ByteBuffer.allocateDirect(512).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel =
            FileChannel.open(
                temp.resolve("file"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ChannelSink sink = new ChannelSink(channel)) {
      sink.tryWrite(512, first(block, 512), false);
      // What a write that met a full disk half way leaves.
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}), 2_000);
      sink.discard(1_024);
      sink.discard(1_024);
      sink.tryWrite(1_024, first(block, 512), false);
      assertThat(channel.size()).isEqualTo(1_536);
    }
  }
}
