package io.semj.core.storage;

import java.nio.channels.FileChannel;

class ChannelSinkTest extends BlockSinkContract {
  @Override
  BlockSink sink(FileChannel channel, long capacity) {
    return new ChannelSink(channel);
  }
}
