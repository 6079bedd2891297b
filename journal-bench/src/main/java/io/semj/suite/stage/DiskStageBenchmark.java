package io.semj.suite.stage;

import io.semj.bench.BenchDirectory;
import io.semj.suite.subject.EventPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Copying 64 KiB into files that were written before, each in its own way, and forcing them. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class DiskStageBenchmark {
  private static final int BLOCK = 64 << 10;
  private static final int PAGE = 4 << 10;
  private static final int MEBI = 1 << 20;
  private static final int FILE = 64 << 20;

  private final ByteBuffer block = StageBenchmark.block(EventPool.of(256));
  private BenchDirectory directory;
  private FileChannel channel;
  private MappedByteBuffer map;
  private int at;

  /** Makes the file and writes all of it. */
  @Setup
  public void open() throws IOException {
    directory = BenchDirectory.create();
    channel =
        FileChannel.open(
            directory.path().resolve("file"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    map = channel.map(MapMode.READ_WRITE, 0, FILE);
    for (int i = 0; i < FILE; i += BLOCK) {
      map.put(i, block, 0, BLOCK);
    }
    map.force();
  }

  /** Deletes it. */
  @TearDown
  public void close() throws IOException {
    channel.close();
    directory.close();
  }

  private int next(int length) {
    at = at + length > FILE - length ? 0 : at + length;
    return at;
  }

  /** Copies 64 KiB into the mapping of a file whose pages are in memory. */
  @Benchmark
  public void copy64KibToMap() {
    map.put(next(BLOCK), block, 0, BLOCK);
  }

  /** Writes 64 KiB through the channel, over pages that are in memory. */
  @Benchmark
  public int write64KibToChannel() throws IOException {
    return channel.write(block.clear(), next(BLOCK));
  }

  /** Writes 4 KiB through the channel and forces the file. */
  @Benchmark
  public void force4KibOfChannel() throws IOException {
    channel.write(block.clear().limit(PAGE), next(PAGE));
    channel.force(false);
  }

  /** Copies 4 KiB into the mapping and forces them. */
  @Benchmark
  public void force4KibOfMap() {
    int to = next(PAGE);
    map.put(to, block, 0, PAGE);
    map.force(to, PAGE);
  }

  /** Copies 1 MiB into the mapping and forces it. */
  @Benchmark
  public void force1MibOfMap() {
    int to = next(MEBI);
    for (int i = 0; i < MEBI; i += BLOCK) {
      map.put(to + i, block, 0, BLOCK);
    }
    map.force(to, MEBI);
  }
}
