package io.semj.recovery.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A child process: replays a journal, noting each event in a log once it is handled. */
final class ReplayUntilKilled {
  private ReplayUntilKilled() {}

  public static void main(String[] args) throws IOException {
    ReplayOptionsBuilder options =
        ReplayOptions.builder().resumable(Path.of(args[1])).savePositionEvery(100);
    int workers = Integer.parseInt(args[3]);
    if (workers > 0) {
      options.parallel(workers, ReplayKey.agent());
    }
    try (FileChannel log =
        FileChannel.open(Path.of(args[2]), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      new Replay(Path.of(args[0]), options.build())
          .run(
              record -> {
                String line = "\n" + record.userspaceSequence() + ".\n";
                try {
                  log.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
