package io.semj.bench;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.checksum.KernelCrc32;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.event.KernelEventCodec;
import io.semj.event.KernelEventDecoder;
import io.semj.event.KernelEventEncoder;
import io.semj.event.SemanticEvent;
import io.semj.format.RecordFlyweight;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.agrona.concurrent.UnsafeBuffer;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to turn an event into the kernel's form and back, and the kernel's CRC32 beside the
 * JDK's. With {@code -prof gc} it shows what is allocated for an event.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class KernelBenchmark {
  /** What the event is like. */
  public enum Shape {
    /** No context, as little as a kernel event can be: 132 bytes and a payload of 100. */
    BARE,
    /** A path, tags, some numbers, no payload: 5,412 bytes in the kernel's form. */
    EVERYDAY,
    /** All texts as long as they can be: 5,412 bytes too. */
    FULL_TEXTS,
    /** An everyday event with a payload of 64 KiB. */
    LARGE
  }

  private static final int LARGE_PAYLOAD = 65_536;

  /** What the event is like. */
  @Param public Shape shape;

  private final KernelEventEncoder encoder = new KernelEventEncoder();
  private final KernelEventDecoder decoder = new KernelEventDecoder();
  private final KernelCrc32 kernelCrc = new KernelCrc32();
  private final CRC32 jdkCrc = new CRC32();
  private RecordFlyweight record;
  private byte[] bytes;
  private UnsafeBuffer kernel;

  /** Makes the event in both forms. */
  @Setup
  public void prepare() {
    SemanticEvent event = event(shape).build();
    record = new RecordFlyweight().wrap(new UnsafeBuffer(event.toByteArray()), 0);
    bytes = KernelEventCodec.encode(event);
    if (shape == Shape.BARE) {
      bytes = withoutContext(bytes);
      SemanticEvent bare = KernelEventCodec.decode(bytes, 0, bytes.length);
      record.wrap(new UnsafeBuffer(bare.toByteArray()), 0);
    }
    kernel = new UnsafeBuffer(bytes);
  }

  private static EventBuilder event(Shape shape) {
    EventBuilder event =
        SemanticEvent.builder(EventType.FILESYSTEM_WRITE).identity(7, 21, 7, 7, 2, 4_242);
    return switch (shape) {
      case BARE -> event.payload(new byte[100]);
      case EVERYDAY -> everyday(event);
      case FULL_TEXTS ->
          event
              .path("p".repeat(4_095))
              .agent("a".repeat(63), "i".repeat(255), 50)
              .tags("t".repeat(511))
              .semantic("t".repeat(511), "s".repeat(255), 50);
      case LARGE -> everyday(event).payload(new byte[LARGE_PAYLOAD]);
    };
  }

  private static EventBuilder everyday(EventBuilder event) {
    return event
        .filesystem("/srv/data/reports/2026/november.txt", 1_234_567, 0x8000)
        .sessionId(4_242)
        .tags("{\"operation\":\"filesystem\",\"type\":\"write\"}");
  }

  /** What is there of it without the fixed context, with its sizes and checksum set right. */
  private static byte[] withoutContext(byte[] whole) {
    byte[] bare = new byte[132 + 100];
    System.arraycopy(whole, 0, bare, 0, 132);
    UnsafeBuffer view = new UnsafeBuffer(bare);
    view.putInt(64, bare.length, LITTLE_ENDIAN);
    view.putInt(68, 0, LITTLE_ENDIAN);
    view.putInt(84, 0, LITTLE_ENDIAN);
    view.putInt(84, KernelCrc32.of(bare, 0, bare.length), LITTLE_ENDIAN);
    return bare;
  }

  /** To the kernel's form. */
  @Benchmark
  public int toKernel() {
    return encoder.encode(record);
  }

  /** From the kernel's form, all of it checked. */
  @Benchmark
  public int fromKernel() {
    return decoder.decode(kernel, 0, bytes.length).encode();
  }

  /** The kernel's CRC32 of the event. */
  @Benchmark
  public int kernelCrc() {
    kernelCrc.reset();
    kernelCrc.update(bytes, 0, bytes.length);
    return kernelCrc.value();
  }

  /** The JDK's CRC32 of the same bytes. */
  @Benchmark
  public long jdkCrc() {
    jdkCrc.reset();
    jdkCrc.update(bytes, 0, bytes.length);
    return jdkCrc.getValue();
  }
}
