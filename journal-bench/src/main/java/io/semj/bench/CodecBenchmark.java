package io.semj.bench;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.BlockChain;
import io.semj.format.BlockCodec;
import io.semj.format.BlockCodecs;
import io.semj.format.BlockCompression;
import io.semj.format.BlockDecoder;
import io.semj.format.BlockEncoder;
import io.semj.format.BlockInfo;
import io.semj.format.BlockValidator;
import io.semj.format.BlockVerdict;
import io.semj.format.RecordScanner;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What one block costs the writer to seal, and a reader to check and take apart. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class CodecBenchmark {
  private static final long GENERATION = 1;
  private static final int THRESHOLD = 1024;

  /** How the block is compressed. */
  @Param({"NONE", "LZ4", "ZLIB", "ZSTD"})
  public BlockCompression compression;

  /** How many events of 256 bytes of payload are in it. */
  @Param({"100", "1000"})
  public int events;

  private final BlockInfo info = new BlockInfo();
  private final BlockValidator validator = new BlockValidator(GENERATION);
  private final BlockDecoder decoder = new BlockDecoder();
  private final RecordScanner scanner = new RecordScanner();
  private SampleBlocks sample;
  private BlockCodec codec;
  private BlockEncoder encoder;
  private ByteBuffer target;
  private ByteBuffer sealed;
  private int sealedSize;

  /** Makes the records and a block of them. */
  @Setup
  public void prepare() {
    sample = SampleBlocks.of(events);
    codec = BlockCodecs.create(compression);
    encoder = new BlockEncoder(codec, THRESHOLD, new BlockChain(BlockChain.anchor(new byte[16])));
    info.blockId(1).generation(GENERATION).firstSequence(1).eventCount(events);
    sealed = buffer();
    sealedSize = encode(sealed);
    target = buffer();
  }

  private ByteBuffer buffer() {
    return ByteBuffer.allocateDirect(encoder.maxBlockSize(sample.length())).order(LITTLE_ENDIAN);
  }

  private int encode(ByteBuffer into) {
    return encoder.encode(info, sample.records(), sample.length(), sample.lastOffset(), into);
  }

  /** Frees native memory. */
  @TearDown
  public void close() {
    codec.close();
    decoder.close();
  }

  /** Compresses, links to the chain, and seals. */
  @Benchmark
  public int encode() {
    return encode(target);
  }

  /** Checks the block, decompresses it, and checks every record. */
  @Benchmark
  public long validateDecodeScan() {
    BlockVerdict verdict = validator.check(sealed, 0, sealedSize);
    if (verdict != BlockVerdict.VALID) {
      throw new IllegalStateException("block is not valid: verdict=" + verdict);
    }
    scanner.wrap(decoder.decode(sealed, 0, sealedSize), events, true);
    long sum = 0;
    while (scanner.next()) {
      sum += scanner.length();
    }
    return sum;
  }
}
