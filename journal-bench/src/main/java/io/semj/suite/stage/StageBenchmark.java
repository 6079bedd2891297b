package io.semj.suite.stage;

import com.lmax.disruptor.MultiProducerSequencer;
import com.lmax.disruptor.Sequencer;
import com.lmax.disruptor.SingleProducerSequencer;
import com.lmax.disruptor.YieldingWaitStrategy;
import io.semj.checksum.KernelCrc32;
import io.semj.checksum.Sha256;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.format.BlockCodec;
import io.semj.format.BlockCodecs;
import io.semj.format.BlockCompression;
import io.semj.suite.subject.EventPool;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Claiming, encoding and copying of one event of 256 bytes; checksums and LZ4 of 64 KiB of such
 * events, about what a block holds under load.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class StageBenchmark {
  private static final EventType TYPE = EventType.OBSERVABILITY_LOG_GENERATED;
  private static final int SIZE = 256;
  private static final int BLOCK = 64 << 10;
  private static final int RING = 16_384;

  private final Sequencer single = new SingleProducerSequencer(RING, new YieldingWaitStrategy());
  private final Sequencer multi = new MultiProducerSequencer(RING, new YieldingWaitStrategy());
  private final EventPool events = EventPool.of(SIZE);
  private final EventBuilder builder = new EventBuilder(TYPE);
  private final UnsafeBuffer slot = new UnsafeBuffer(ByteBuffer.allocateDirect(BLOCK));
  private final ByteBuffer block = block(events);
  private final KernelCrc32 crc = new KernelCrc32();
  private final Sha256 sha = new Sha256();
  private final byte[] digest = new byte[Sha256.DIGEST_LENGTH];
  private BlockCodec codec;
  private ByteBuffer compressed;
  private ByteBuffer restored;
  private int compressedLength;
  private int index;

  static ByteBuffer block(EventPool events) {
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; block.remaining() >= events.size(); i++) {
      block.put(events.get(i));
    }
    return block.clear();
  }

  /** Compresses once, for decompression. */
  @Setup(Level.Trial)
  public void compressOnce() {
    codec = BlockCodecs.create(BlockCompression.LZ4);
    compressed = ByteBuffer.allocateDirect(codec.maxCompressedLength(BLOCK));
    restored = ByteBuffer.allocateDirect(BLOCK);
    compressedLength = compress64KibLz4();
  }

  /** Frees native memory. */
  @TearDown
  public void close() {
    codec.close();
  }

  /** Claims and publishes a sequence of a single-producer ring. */
  @Benchmark
  public long claimSingle() {
    long sequence = single.next();
    single.publish(sequence);
    return sequence;
  }

  /** Claims and publishes a sequence of a ring for any thread, with nobody else on it. */
  @Benchmark
  public long claimMulti() {
    long sequence = multi.next();
    multi.publish(sequence);
    return sequence;
  }

  /** Fills a reused builder and encodes the record. */
  @Benchmark
  public int encode() {
    return builder.reset(TYPE).payload(events.get(index++)).encode();
  }

  /** Copies an event to off-heap memory. */
  @Benchmark
  public void copyToSlot() {
    slot.putBytes((index & 127) << 9, events.get(index++));
  }

  /** The kernel's CRC32. */
  @Benchmark
  public int crc64Kib() {
    crc.reset();
    crc.update(block, 0, BLOCK);
    return crc.value();
  }

  /** SHA-256, as the chain uses it. */
  @Benchmark
  public byte sha64Kib() {
    sha.reset();
    sha.update(block, 0, BLOCK);
    sha.digest(digest, 0);
    return digest[0];
  }

  /** LZ4, compressing. */
  @Benchmark
  public int compress64KibLz4() {
    return codec.compress(block, 0, BLOCK, compressed, 0, compressed.capacity());
  }

  /** LZ4, decompressing. */
  @Benchmark
  public ByteBuffer decompress64KibLz4() {
    codec.decompress(compressed, 0, compressedLength, restored, 0, BLOCK);
    return restored;
  }
}
